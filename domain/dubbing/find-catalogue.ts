import type { EntityManager, Loaded } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import { Bgm } from './bgm.entity.ts';
import { Video } from './video.entity.ts';

const most = 500; // of a list that the document does not page

/** Clips that can be dubbed, oldest first. */
export const findVideos = (em: EntityManager): Promise<Video[]> =>
  em.find(Video, { state: 'READY' }, { orderBy: { id: 'asc' }, limit: most });

/** A clip with its roles; refuses `no_such_video`. */
export async function findVideo(em: EntityManager, id: number): Promise<Loaded<Video, 'roles'>> {
  const video = await em.findOne(Video, { id, state: 'READY' }, { populate: ['roles'] });
  if (!video) throw new DomainError('not_found', 'no_such_video');
  return video;
}

export const findBgms = (em: EntityManager): Promise<Bgm[]> =>
  em.find(Bgm, { state: 'READY' }, { orderBy: { id: 'asc' }, limit: most });

/** Refuses `no_such_bgm`. */
export async function findBgm(em: EntityManager, id: number): Promise<Bgm> {
  const bgm = await em.findOne(Bgm, { id, state: 'READY' });
  if (!bgm) throw new DomainError('not_found', 'no_such_bgm');
  return bgm;
}
