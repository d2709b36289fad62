import type { EntityManager } from '@mikro-orm/core';
import type { FileStorage } from '#domain/ports/storage.ts';
import { markerOf } from './album-folder.ts';
import type { Album } from './album.entity.ts';
import { isGone } from './album.machine.ts';
import { holdAlbum } from './find-albums.ts';

/**
 * Marks an album as cleaned up where somebody removed its folder by hand. The mark outlives the request, which may be
 * refused for it: hence a transaction of its own. A storage that cannot be reached says nothing about the folder.
 */
export async function expireIfFolderGone(em: EntityManager, storage: FileStorage, album: Album): Promise<Album> {
  if (isGone(album.state) || (await storage.stat(markerOf(album.asRef())))) return album;
  await storage.check();
  return em.fork().transactional(async (unit) => {
    const held = await holdAlbum(unit, album.asRef());
    if (!isGone(held.state)) held.apply('expire');
    return held;
  });
}
