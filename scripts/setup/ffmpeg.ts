import { aptInstall, hasApt } from './apt.ts';
import { SetupError, which } from './host.ts';
import { run } from './run.ts';
import type { Say } from './steps.ts';

const wanted = { encoders: ['libx264', 'aac'], filters: ['ebur128', 'loudnorm', 'amix'] };

async function lacking(ffmpeg: string): Promise<string[]> {
  const missing: string[] = [];
  for (const [kind, names] of Object.entries(wanted)) {
    const words = new Set((await run(ffmpeg, ['-hide_banner', `-${kind}`])).split(/\s+/));
    missing.push(...names.filter((name) => !words.has(name)));
  }
  return missing;
}

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
  const missing = await lacking(found.ffmpeg);
  if (missing.length > 0) {
    throw new SetupError(`${found.ffmpeg} lacks ${missing.join(', ')}. Install a full build (Debian's has them all).`);
  }
  const [first = ''] = (await run(found.ffmpeg, ['-version'])).split('\n');
  return { version: first.split(' ')[2] ?? '' };
}
