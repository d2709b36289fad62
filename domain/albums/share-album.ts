import type { EntityManager } from '@mikro-orm/core';
import type { AlbumRef } from './album-folder.ts';
import type { Album } from './album.entity.ts';
import { findOwnAlbum, holdAlbum } from './find-albums.ts';

/** Shows an album to everybody, or to its owner alone again, and files it under a tag. */
export async function shareAlbum(
  em: EntityManager,
  ownerId: number,
  ref: AlbumRef,
  { isPublic, tag }: { isPublic: boolean; tag: number | undefined },
): Promise<Album> {
  await findOwnAlbum(em, ownerId, ref);
  const album = await holdAlbum(em, ref);
  album.isPublic = isPublic;
  if (tag !== undefined) album.tag = tag;
  return album;
}
