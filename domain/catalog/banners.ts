import { LockMode, type EntityManager } from '@mikro-orm/core';
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

/** Answers what was removed; refuses `unknown_banner`. */
export async function removeBanner(em: EntityManager, id: number): Promise<Banner> {
  const banner = await em.findOne(Banner, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!banner) throw new DomainError('not_found', 'unknown_banner');
  em.remove(banner);
  return banner;
}
