import { LockMode, type EntityManager, type FilterQuery, type Loaded } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import type { Window } from '#domain/shared/slice.ts';
import type { AlbumRef } from './album-folder.ts';
import { AlbumUpload } from './album-upload.entity.ts';
import { Album } from './album.entity.ts';
import { isGone, type AlbumKind } from './album.machine.ts';

/** The album, unless it was deleted; refuses `no_such_album`. */
export async function findAlbum(em: EntityManager, { kind, albumId }: AlbumRef): Promise<Album> {
  const album = await em.findOne(Album, { id: albumId, kind, state: { $ne: 'DELETED' } });
  if (!album) throw new DomainError('not_found', 'no_such_album');
  return album;
}

/** The caller's own album; somebody else's is refused as if it were not there. */
export async function findOwnAlbum(em: EntityManager, ownerId: number, ref: AlbumRef): Promise<Album> {
  const album = await findAlbum(em, ref);
  if (album.owner.id !== ownerId) throw new DomainError('not_found', 'no_such_album');
  return album;
}

/** The album as it is now, held until the transaction ends: nobody else moves it meanwhile. Refuses `no_such_album`. */
export async function holdAlbum(em: EntityManager, { kind, albumId }: AlbumRef): Promise<Album> {
  const album = await em.findOne(Album, { id: albumId, kind }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (!album) throw new DomainError('not_found', 'no_such_album');
  return album;
}

/** Pictures of an album in upload order. */
export const findUploads = (em: EntityManager, albumId: number): Promise<AlbumUpload[]> =>
  em.find(AlbumUpload, { album: albumId }, { orderBy: { id: 'asc' } });

const live: FilterQuery<Album> = { state: { $nin: ['FAILED', 'EXPIRED', 'DELETED'] } };
const kept: FilterQuery<Album> = { state: { $ne: 'DELETED' } };

interface Owned {
  ownerId: number;
  kind: AlbumKind;
  /** Includes those that failed or were cleaned up. */
  all: boolean;
}

/** The owner's albums of a kind, oldest first. */
export const findAlbumsOf = (
  em: EntityManager,
  { ownerId, kind, all }: Owned,
  window: Partial<Window>,
): Promise<Album[]> =>
  em.find(Album, { owner: ownerId, kind, ...(all ? kept : live) }, { orderBy: { id: 'asc' }, ...window });

export type SharedAlbum = Loaded<Album, 'owner'>;

/** Everybody's finished albums of a kind that their owners share and no operator hides, newest first. */
export const findSharedAlbums = (
  em: EntityManager,
  { kind, tag }: { kind: AlbumKind; tag?: number },
  window: Partial<Window>,
): Promise<SharedAlbum[]> =>
  em.find(
    Album,
    { kind, isPublic: true, isHidden: false, state: 'FINISHED', ...(tag !== undefined && { tag }) },
    { populate: ['owner'], orderBy: { id: 'desc' }, ...window },
  );

/** True where this person may see the album's files. */
export const maySee = (album: Album, viewerId: number | undefined): boolean =>
  !isGone(album.state) && ((album.isPublic && !album.isHidden) || album.owner.id === viewerId);

/** The album where this person may see it; refuses `no_such_album` as if it were not there. */
export async function findSeenAlbum(em: EntityManager, viewerId: number | undefined, ref: AlbumRef): Promise<Album> {
  const album = await findAlbum(em, ref);
  if (!maySee(album, viewerId)) throw new DomainError('not_found', 'no_such_album');
  return album;
}
