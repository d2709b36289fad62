import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FilmPlan, Shot } from '#domain/albums/film.plan.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Canvas } from './canvas.ts';
import { fitPicture, type Fitted } from './fit-picture.ts';

/** Which picture lies in each slot of a canvas; it outlives a run, so the picture at a seam is not decoded twice. */
export type Holdings = (string | undefined)[];

interface Picture {
  key: string;
  fitted?: Fitted; // absent when a slot holds it already
}

/** Hangs the pictures of shots into the canvas: those of two shots at a time, the next one decoded ahead. */
export function createGallery(
  { plan, pictures }: { plan: FilmPlan; pictures: readonly string[] },
  shots: readonly Shot[],
  canvas: Canvas,
  holds: Holdings,
) {
  const hung = new Map<Shot, number>();
  const ahead = new Map<Shot, Promise<Picture>>();
  let last = 1;

  function fetch(shot: Shot | undefined): Promise<Picture> {
    if (shot === undefined) return Promise.reject(new Error('no shot'));
    const picture = ahead.get(shot) ?? prepare(pictures[shot.picture], shot, plan, holds);
    picture.catch(() => undefined); // heard of when it is hung
    ahead.set(shot, picture);
    return picture;
  }

  return {
    async hang(shot: Shot): Promise<void> {
      if (hung.has(shot)) return;
      const { key, fitted } = await fetch(shot);
      ahead.delete(shot);
      const slot = fitted === undefined ? holds.indexOf(key) : 1 - last;
      if (fitted !== undefined) canvas.load(slot, fitted);
      holds[slot] = key;
      hung.set(shot, slot);
      last = slot;
      const next = shots[shots.indexOf(shot) + 1];
      if (next !== undefined) void fetch(next);
    },

    slotOf: (shot: Shot): number => hung.get(shot) ?? 0,

    /** Waits for what is still being decoded, so that nothing of this run goes on behind its back. */
    close: async (): Promise<void> => void (await Promise.allSettled(ahead.values())),
  };
}

async function prepare(path: string | undefined, shot: Shot, plan: FilmPlan, holds: Holdings): Promise<Picture> {
  if (path === undefined) throw new DomainError('invalid', 'bad_picture', `picture ${shot.picture} is missing`);
  const file = await readFile(path);
  const content = createHash('sha256').update(file).digest('base64');
  const key = JSON.stringify([content, shot.fit, shot.move.from, shot.move.to]);
  if (holds.includes(key)) return { key };
  try {
    return { key, fitted: await fitPicture(file, shot, plan) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DomainError('invalid', 'bad_picture', `picture ${shot.picture} cannot be decoded: ${reason}`);
  }
}
