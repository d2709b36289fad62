import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { FilmStudio } from '#domain/ports/film-studio.ts';
import { createDrawingRoom } from './film/drawing-room.ts';
import { rawInput, nothingPrivate, videoOutput } from './film/encoding.ts';
import { checkFfmpeg, runFfmpeg, useFfmpeg } from './film/ffmpeg.ts';
import { joinFilm, takeCover } from './film/join.ts';
import { renderSoundtrack } from './film/soundtrack.ts';
import './fonts.ts';

const run = promisify(execFile);

export interface FilmStudioSettings {
  ffmpegPath: string; // a program name or an absolute path
  musicFolder: string; // descriptions `<id>.json` with their music files
}

/** Draws films with our own frame kernel in threads and encodes them with ffmpeg. */
export function createFilmStudio({
  ffmpegPath,
  musicFolder,
}: FilmStudioSettings): FilmStudio & { check(): Promise<void> } {
  useFfmpeg(ffmpegPath);
  const room = createDrawingRoom();

  return {
    /** Refuses an ffmpeg that cannot do what films need; worth a call when a worker starts. */
    check: () => checkFfmpeg(ffmpegPath),

    async renderSegment({ plan, segment, pictures, out }, { signal, onProgress }) {
      const pipe = `${out}.pipe`;
      await run('mkfifo', ['-m', '600', pipe]);
      const fault = new AbortController();
      const stop = AbortSignal.any([signal, fault.signal]);
      const frames = segment.to - segment.from;
      const drawing = { plan, from: segment.from, to: segment.to, pictures };
      const drawn = room.draw(drawing, pipe, stop, (done) => onProgress?.(done / frames));
      const encoded = runFfmpeg({
        inputs: [{ file: pipe, options: rawInput(plan) }],
        options: [...videoOutput(plan), '-an', ...nothingPrivate, '-f', 'mp4'],
        out,
        signal: stop,
      });
      try {
        const done = await together(drawn, encoded, fault);
        if (done !== frames) throw new Error(`${done} of ${frames} frames were drawn`);
      } finally {
        await rm(pipe, { force: true });
      }
      signal.throwIfAborted();
    },

    renderSoundtrack: (input, job) => renderSoundtrack(musicFolder, input, job),
    joinFilm,
    takeCover,
  };
}

/** Waits for drawing and encoding. When one fails the other is stopped, and the failure is the one that came first: a broken pipe is the encoder's. */
async function together(drawn: Promise<number>, encoded: Promise<unknown>, fault: AbortController): Promise<number> {
  const [drawing, encoding] = await Promise.allSettled([
    drawn.catch((error: unknown) => {
      if (!String(error).includes('EPIPE')) fault.abort(error);
      throw error;
    }),
    encoded.catch((error: unknown) => {
      fault.abort(error);
      throw error;
    }),
  ]);
  fault.signal.throwIfAborted();
  if (encoding.status === 'rejected') throw encoding.reason;
  if (drawing.status === 'rejected') throw drawing.reason;
  return drawing.value;
}
