import type { EntityManager, FilterQuery, Loaded } from '@mikro-orm/core';
import { containing } from '#domain/shared/containing.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { Album } from './album.entity.ts';
import { holdAlbum } from './find-albums.ts';

/** Albums of all kinds that are not deleted, newest first; found by part of the title, by number or by owner's number. */
export async function searchAlbums(
  em: EntityManager,
  q: string,
  window: Window,
): Promise<Slice<Loaded<Album, 'owner'>>> {
  const meaning: FilterQuery<Album>[] = [
    { title: containing(q) },
    ...(/^\d{1,9}$/.test(q) ? [{ id: Number(q) }, { owner: Number(q) }] : []),
  ];
  const where: FilterQuery<Album> = { state: { $ne: 'DELETED' }, ...(q && { $or: meaning }) };
  const options = { populate: ['owner'], orderBy: { id: 'desc' }, ...window } as const;
  const [items, total] = await em.findAndCount(Album, where, options);
  return { items, total };
}

/** An album of any kind; refuses `no_such_album`. */
export async function findAnyAlbum(em: EntityManager, id: number): Promise<Album> {
  const album = await em.findOne(Album, { id, state: { $ne: 'DELETED' } });
  if (!album) throw new DomainError('not_found', 'no_such_album');
  return album;
}

/** What of an album an operator may set: not what it shows, but who sees it and where it is filed. */
export type Moderation = Partial<Pick<Album, 'isPublic' | 'isHidden' | 'tag'>>;

/** Sets it and answers what it was before; refuses `no_such_album`. */
export async function moderateAlbum(em: EntityManager, id: number, change: Moderation): Promise<Moderation> {
  const album = await holdAlbum(em, (await findAnyAlbum(em, id)).asRef());
  const { isPublic, isHidden, tag } = album;
  em.assign(album, change);
  return { isPublic, isHidden, tag };
}
