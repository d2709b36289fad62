import { LockMode, type EntityManager, type Loaded } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { findVideo } from './find-catalogue.ts';
import type { SubtitleLine } from './subtitle.plan.ts';
import { Works } from './works.entity.ts';

const mostOfOne = 500; // works of one user, as many as a list shows

/** A works on a clip, with its number; refuses `no_such_video` and `too_many_works`. */
export async function createWorks(em: EntityManager, ownerId: number, videoId: number): Promise<Works> {
  const video = await findVideo(em, videoId);
  if ((await em.count(Works, { owner: ownerId })) >= mostOfOne) throw new DomainError('conflict', 'too_many_works');
  const works = em.create(Works, { owner: em.getReference(User, ownerId), video });
  await em.flush(); // the answer is its number
  return works;
}

export type ListedWorks = Loaded<Works, 'video'>;

/** The owner's works, oldest first. */
export const findWorksOf = (em: EntityManager, ownerId: number): Promise<ListedWorks[]> =>
  em.find(Works, { owner: ownerId }, { populate: ['video'], orderBy: { id: 'asc' }, limit: mostOfOne });

const missing = () => new DomainError('not_found', 'no_such_works');

/** Refuses `no_such_works`. */
export async function findWorks(em: EntityManager, id: number): Promise<ListedWorks> {
  const works = await em.findOne(Works, { id }, { populate: ['video'] });
  if (!works) throw missing();
  return works;
}

/** The caller's own works; somebody else's is refused as if it were not there. */
export async function findOwnWorks(em: EntityManager, userId: number, id: number): Promise<ListedWorks> {
  const works = await findWorks(em, id);
  if (works.owner.id !== userId) throw missing();
  return works;
}

/** The works as it is now, held until the transaction ends. */
export async function holdWorks(em: EntityManager, id: number): Promise<Works> {
  const works = await em.findOne(Works, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (!works) throw missing();
  return works;
}

/** Gives the works a subtitle of its own, in order; refuses `line_outside` for what begins after the clip. */
export function setSubtitle(works: ListedWorks, lines: readonly SubtitleLine[]): void {
  const { durationMs } = works.video.$;
  if (lines.some(({ startMs }) => startMs >= durationMs)) throw new DomainError('invalid', 'line_outside');
  works.lines = lines
    .map((line) => ({ ...line, endMs: Math.min(line.endMs, durationMs) }))
    .toSorted((a, b) => a.startMs - b.startMs);
}
