import type { MikroORM } from '@mikro-orm/core';
import { Works } from '#domain/dubbing/works.entity.ts';

/** Records that works end; may safely run twice. */
export const createWorksEnds = ({ orm }: { orm: MikroORM }) => ({
  /** Removes its row, and with it recordings, tasks, members and invites. */
  async recordWorksDeleted({ worksId }: { worksId: number }): Promise<void> {
    await orm.em.fork().nativeDelete(Works, { id: worksId });
  },
});
export type WorksEnds = ReturnType<typeof createWorksEnds>;
