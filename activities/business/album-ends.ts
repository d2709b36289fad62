import { LockMode, type FilterQuery, type MikroORM } from '@mikro-orm/core';
import type { AlbumRef } from '#domain/albums/album-folder.ts';
import { Album } from '#domain/albums/album.entity.ts';
import { holdAlbum } from '#domain/albums/find-albums.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';

interface Deps {
  orm: MikroORM;
  /** After how long nobody's touch an album is cleaned up. */
  days: { unfinished: number; finished: number };
}

const dayMs = 24 * 3600_000;
const before = (now: Date, days: number) => ({ $lt: new Date(now.getTime() - days * dayMs) });

/** Albums that nobody will miss; never one under way, never a shared one. */
const staleAt = (now: Date, { unfinished, finished }: Deps['days']): FilterQuery<Album> => ({
  isPublic: false,
  $or: [
    { state: { $in: ['UNSTARTED', 'FAILED'] }, updatedAt: before(now, unfinished) },
    { state: 'FINISHED', updatedAt: before(now, finished) },
  ],
});

/** Albums that ended, but whose files may still be there; a day later nothing is written for them any more. */
const unclearedAt = (now: Date): FilterQuery<Album> => ({
  state: { $in: ['EXPIRED', 'DELETED'] },
  isCleared: false,
  updatedAt: before(now, 1),
});

/** What may be left of albums that ended. */
const createAlbumLeftovers = ({ orm }: Pick<Deps, 'orm'>) => ({
  async findUncleared({ limit }: { limit: number }): Promise<AlbumRef[]> {
    const found = await orm.em.fork().find(Album, unclearedAt(new Date()), { orderBy: { id: 'asc' }, limit });
    return found.map((album) => album.asRef());
  },

  /** Notes that the files of albums that ended are gone. */
  async recordCleared({ albumIds }: { albumIds: number[] }): Promise<void> {
    await orm.em.fork().nativeUpdate(Album, { id: { $in: albumIds } }, { isCleared: true });
  },
});

/** Records how albums end: by their owner, or by time. Each call may safely run twice. */
export const createAlbumEnds = ({ orm, days }: Deps) => ({
  ...createAlbumLeftovers({ orm }),

  recordDeleted: ({ album: ref, by }: { album: AlbumRef; by?: { actor: string; requestId: string } }): Promise<void> =>
    orm.em.fork().transactional(async (em) => {
      const album = await holdAlbum(em, ref);
      if (album.state !== 'DELETED') album.apply('delete');
      const subject = `album:${ref.albumId}`;
      if (by)
        await recordAudit(em, {
          ...by,
          eventKey: `album.delete:${ref.albumId}`,
          realm: 'ops',
          action: 'album.delete',
          subject,
        });
    }),

  async findStale({ limit }: { limit: number }): Promise<number[]> {
    const found = await orm.em.fork().find(Album, staleAt(new Date(), days), {
      fields: ['id'],
      orderBy: { id: 'asc' },
      limit,
    });
    return found.map(({ id }) => id);
  },

  /** Marks those that are still stale; answers all that are marked by now and whose files may go. */
  recordExpired: ({ albumIds }: { albumIds: number[] }): Promise<AlbumRef[]> =>
    orm.em.fork().transactional(async (em) => {
      const marked = await em.find(Album, { id: { $in: albumIds }, state: 'EXPIRED' });
      const stale = await em.find(
        Album,
        { $and: [{ id: { $in: albumIds } }, staleAt(new Date(), days)] },
        { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
      );
      for (const album of stale) album.apply('expire');
      return [...marked, ...stale].map((album) => album.asRef());
    }),
});
export type AlbumEnds = ReturnType<typeof createAlbumEnds>;
