import { checkFfmpeg } from '#adapters/media/ffmpeg/abilities.ts';
import { aptInstall, hasApt } from './apt.ts';
import { SetupError, which } from './host.ts';
import { run } from './run.ts';
import type { Say } from './steps.ts';

/** Finds ffmpeg and ffprobe, installs Debian's where that is allowed, and checks that they can what films need. */
export async function ensureFfmpeg(paths: { ffmpeg: string; ffprobe: string }, say: Say): Promise<{ version: string }> {
  const find = () => ({ ffmpeg: which(paths.ffmpeg), ffprobe: which(paths.ffprobe) });
  const areDefault = paths.ffmpeg === 'ffmpeg' && paths.ffprobe === 'ffprobe';
  let found = find();
  if ((!found.ffmpeg || !found.ffprobe) && areDefault && hasApt()) {
    await aptInstall(['ffmpeg'], say);
    found = find();
  }
  if (!found.ffmpeg || !found.ffprobe) {
    throw new SetupError(
      `There is no ${found.ffmpeg ? paths.ffprobe : paths.ffmpeg}. Install it (Debian: sudo apt-get install ffmpeg)` +
        ' or name them by FFMPEG_PATH and FFPROBE_PATH.',
    );
  }
  await checkFfmpeg(found.ffmpeg);
  const [first = ''] = (await run(found.ffmpeg, ['-version'])).split('\n');
  return { version: first.split(' ')[2] ?? '' };
}
