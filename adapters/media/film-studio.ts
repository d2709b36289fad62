import { open, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { coverFrame } from '#domain/albums/cover.plan.ts';
import type { FilmPlan } from '#domain/albums/film.plan.ts';
import type { FilmStudio } from '#domain/ports/film-studio.ts';
import { checkFfmpeg } from './ffmpeg/abilities.ts';
import { createDrawingRoom, EncoderGone } from './film/drawing-room.ts';
import { nothingPrivate } from './ffmpeg/options.ts';
import { runFfmpeg, useFfmpeg } from './ffmpeg/run.ts';
import { rawInput, videoOutput } from './film/encoding.ts';
import { joinFilm } from './film/join.ts';
import { renderSoundtrack } from './film/soundtrack.ts';
import './fonts.ts';
import { createLanes } from './lanes.ts';

export interface FilmStudioSettings {
  ffmpegPath: string; // a program name or an absolute path
  musicFolder: string; // descriptions `<id>.json` with their music files
  /** Segments drawn at once; the encoder of each takes all cores. A further one begins as soon as the last frame of one is drawn, while its encoder finishes. */
  lanes?: number;
}

/** Draws films with our own frame kernel in threads and encodes them with ffmpeg. */
export function createFilmStudio({ ffmpegPath, musicFolder, lanes = 1 }: FilmStudioSettings): FilmStudio & {
  check(): Promise<void>;
} {
  useFfmpeg(ffmpegPath);
  const room = createDrawingRoom();
  const queue = createLanes(lanes);

  return {
    /** Refuses an ffmpeg that cannot do what films need, and makes a thread ready to draw: for the start of a worker. */
    check: () => checkFfmpeg(ffmpegPath).then(() => room.open()),

    async renderSegment({ plan, pictures, segment: { from, to }, out, cover }, { signal, onProgress }) {
      const still = { frame: coverFrame(plan), file: cover };
      const socket = await socketBeside(out);
      const leave = await queue
        .enter(signal)
        .catch((error: unknown) => socket.close().then(() => Promise.reject(error)));
      const fault = new AbortController();
      const stop = AbortSignal.any([signal, fault.signal]);
      const encoding = Promise.withResolvers<unknown>();
      try {
        const drawing = room.draw({ run: { plan, from, to, pictures }, still, socket: socket.path }, stop, {
          onListening: () => encoding.resolve(encode(plan, socket.path, out, stop)),
          onDrawn: (frames) => onProgress?.(frames / (to - from)),
        });
        drawing.catch((error: unknown) => encoding.reject(error)); // which counts where it has not come to listening
        const drawn = await together(drawing.finally(leave), encoding.promise, fault);
        if (drawn !== to - from) throw new Error(`${drawn} of ${to - from} frames were drawn`);
        return { hasCover: from <= still.frame && still.frame < to };
      } catch (error) {
        await rm(out, { force: true });
        throw error;
      } finally {
        leave();
        await socket.close();
      }
    },

    renderSoundtrack: (input, job) => renderSoundtrack(musicFolder, input, job),
    joinFilm,
  };
}

/** A place for a socket beside a file. Its path must be short, so the folder is named by its handle. */
async function socketBeside(file: string): Promise<{ path: string; close(): Promise<void> }> {
  const folder = await open(dirname(file));
  return {
    path: `/proc/${process.pid}/fd/${folder.fd}/${basename(file)}.frames`,
    async close() {
      await folder.close();
      await rm(`${file}.frames`, { force: true });
    },
  };
}

const encode = (plan: FilmPlan, socket: string, out: string, signal: AbortSignal): Promise<string> =>
  runFfmpeg({
    inputs: [{ file: `unix:${socket}`, options: rawInput(plan) }],
    outputs: [{ file: out, options: [...videoOutput(plan), '-an', ...nothingPrivate, '-f', 'mp4'] }],
    signal,
  });

/** Waits for drawing and encoding. When one fails the other is stopped, and the failure is the one that came first: a broken connection is the encoder's. */
async function together(drawn: Promise<number>, encoded: Promise<unknown>, fault: AbortController): Promise<number> {
  const [drawing, encoding] = await Promise.allSettled([
    drawn.catch((error: unknown) => {
      if (!(error instanceof EncoderGone)) fault.abort(error);
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
