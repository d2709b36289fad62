import sharp from 'sharp';
import type { Job } from '#domain/ports/job.ts';
import { nothingPrivate, words } from '../ffmpeg/options.ts';
import { runFfmpeg } from '../ffmpeg/run.ts';

const faceSide = 320; // px

/** One frame of a normalised clip as a JPEG; sought before it is opened, so that one group of pictures is decoded. */
export const takeStill = async ({ clip, atMs, out }: { clip: string; atMs: number; out: string }, { signal }: Job) =>
  void (await runFfmpeg({
    inputs: [{ file: clip, options: ['-ss', (atMs / 1000).toFixed(3), ...words('-an -sn -f mov')] }],
    outputs: [
      { file: out, options: [...words('-frames:v 1 -q:v 3 -c:v mjpeg -f image2 -update 1'), ...nothingPrivate] },
    ],
    signal,
  }));

/** A face as it is shown beside a name: square, around what draws the eye, without metadata. */
export const portray = async ({ picture, out }: { picture: string; out: string }): Promise<void> =>
  void (await sharp(picture, { failOn: 'error', limitInputPixels: 50_000_000, autoOrient: true })
    .resize(faceSide, faceSide, { fit: 'cover', position: sharp.strategy.attention })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 86 })
    .toFile(out));
