import { rm, writeFile } from 'node:fs/promises';
import type { FilmStudio } from '#domain/ports/film-studio.ts';
import { nothingPrivate, words } from '../ffmpeg/options.ts';
import { runFfmpeg } from '../ffmpeg/run.ts';

/** Puts segments behind each other and lays the soundtrack under them, copying both. The list of files is our own writing. */
export const joinFilm: FilmStudio['joinFilm'] = async ({ segments, soundtrack, out }, { signal, onProgress }) => {
  const list = `${out}.list`;
  await writeFile(list, ['ffconcat version 1.0', ...segments.map((file) => `file ${quoted(file)}`), ''].join('\n'));
  try {
    await runFfmpeg({
      inputs: [
        { file: list, options: words('-f concat -safe 0') },
        { file: soundtrack, options: words('-f mov') },
      ],
      outputs: [
        {
          file: out,
          options: [...words('-map 0:v -map 1:a -c copy -movflags +faststart -f mp4'), ...nothingPrivate],
        },
      ],
      signal,
    });
  } finally {
    await rm(list, { force: true });
  }
  onProgress?.(1);
};

const quoted = (file: string): string => `'${file.replaceAll("'", String.raw`'\''`)}'`;
