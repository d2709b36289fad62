import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createSoundStudio } from '#adapters/media/sound-studio.ts';
import { listenTo } from '#adapters/media/sound/listen.ts';
import { makeMusic, workFolder } from './assets.ts';
import { byTurns, goalOf, printed, ratiosOf } from './measure.ts';
import { makeDubbing } from './sound-assets.ts';

const run = promisify(execFile);
const goals = { ratio: 1.5, posterCpu: 0.25 };

/** Peaks, loudness and duration of 180 s of MP3 in one pass against the decoding alone; and a still of a clip. */
export async function benchPeaks({ runs }: { runs: number }): Promise<void> {
  const music = makeMusic().file;
  const { silent, folder } = makeDubbing();
  const studio = createSoundStudio({ ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' });
  const { signal } = new AbortController();
  const decode = () => run('ffmpeg', ['-v', 'error', '-nostdin', '-f', 'mp3', '-i', music, '-f', 'null', '-']);
  const listen = () => listenTo({ file: music, options: ['-f', 'mp3'] }, signal);
  await listen(); // the kernel is compiled once in a worker's life
  const pairs = await byTurns(runs, decode, listen);
  const poster = () => studio.takeStill({ clip: silent, atMs: 30_000, out: join(folder, 'poster.jpg') }, { signal });
  const posters = await byTurns(runs, () => Promise.resolve(), poster);
  const row = { ...ratiosOf(pairs), posterWall: ratiosOf(posters).wall, posterCpu: ratiosOf(posters).cpu };
  const verdict = [
    goalOf('wall, of the decoding', row.wallRatio, goals.ratio),
    goalOf('cpu of a poster, s', row.posterCpu, goals.posterCpu),
  ];
  printed(row, verdict);
  const result = { date: new Date().toISOString(), runs, row, verdict, pairs, posters };
  writeFileSync(join(workFolder, 'peaks.json'), JSON.stringify(result, null, 2));
}
