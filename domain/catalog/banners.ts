import type { EntityManager } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import { Banner } from './banner.entity.ts';

const mostShown = 100;

/** Banners of a type, or of all, in the order in which they were added. */
export const listBanners = (em: EntityManager, type?: string): Promise<Banner[]> =>
  em.find(Banner, type ? { type } : {}, { orderBy: { id: 'asc' }, limit: mostShown });

/** Adds a banner behind the others of its type; answers when it has its number. */
export async function addBanner(em: EntityManager, banner: Pick<Banner, 'type' | 'name' | 'href'>): Promise<Banner> {
  const added = em.create(Banner, banner);
  await em.flush();
  return added;
}

/** Refuses `unknown_banner`. */
export async function removeBanner(em: EntityManager, id: number): Promise<void> {
  if ((await em.nativeDelete(Banner, { id })) === 0) throw new DomainError('not_found', 'unknown_banner');
}
