import type { FilterQuery, MikroORM } from '@mikro-orm/core';
import { Works } from '#domain/dubbing/works.entity.ts';

interface Deps {
  orm: MikroORM;
  /** After how long nobody's touch a works without a product is cleaned up. */
  days: { unfinished: number };
}

const dayMs = 24 * 3600_000;

/** Works that nobody will miss; never one with a product. */
const staleAt = (now: Date, { unfinished }: Deps['days']): FilterQuery<Works> => ({
  product: null,
  updatedAt: { $lt: new Date(now.getTime() - unfinished * dayMs) },
});

/** Records that works end, by their owner or by time: with the row go recordings, tasks, members and invites. Each call may safely run twice. */
export const createWorksEnds = ({ orm, days }: Deps) => ({
  async recordWorksDeleted({ worksId }: { worksId: number }): Promise<void> {
    await orm.em.fork().nativeDelete(Works, { id: worksId });
  },

  async findStaleWorks({ limit }: { limit: number }): Promise<number[]> {
    const found = await orm.em.fork().find(Works, staleAt(new Date(), days), {
      fields: ['id'],
      orderBy: { id: 'asc' },
      limit,
    });
    return found.map(({ id }) => id);
  },

  /** Ends those that are still stale; answers all that are gone by now and whose files may go. */
  async recordWorksExpired({ worksIds }: { worksIds: number[] }): Promise<number[]> {
    const em = orm.em.fork();
    await em.nativeDelete(Works, { $and: [{ id: { $in: worksIds } }, staleAt(new Date(), days)] });
    const left = new Set((await em.find(Works, { id: { $in: worksIds } }, { fields: ['id'] })).map(({ id }) => id));
    return worksIds.filter((id) => !left.has(id));
  },
});
export type WorksEnds = ReturnType<typeof createWorksEnds>;
