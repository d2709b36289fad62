import { type EntityManager, type Loaded } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { findVideo } from './find-catalogue.ts';
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
