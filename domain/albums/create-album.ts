import type { EntityManager } from '@mikro-orm/core';
import type { FileStorage } from '#domain/ports/storage.ts';
import { User } from '#domain/accounts/user.entity.ts';
import { markerOf } from './album-folder.ts';
import { Album } from './album.entity.ts';
import type { AlbumKind } from './album.machine.ts';

interface Asked {
  ownerId: number;
  kind: AlbumKind;
  isPublic: boolean;
}

/** An empty album with its folder; flushed here, because its number names the folder. */
export async function createAlbum(
  em: EntityManager,
  storage: FileStorage,
  { ownerId, ...asked }: Asked,
): Promise<Album> {
  const album = em.create(Album, { ...asked, owner: em.getReference(User, ownerId) });
  await em.flush();
  await storage.put(markerOf(album.asRef()), Buffer.from(album.createdAt.toISOString()));
  return album;
}
