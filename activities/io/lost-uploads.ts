import type { MikroORM } from '@mikro-orm/core';
import type { Clock } from '#domain/ports/clock.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { repairUploads, type Repaired } from '#domain/uploads/lost-uploads.ts';

interface Deps {
  orm: MikroORM;
  storage: FileStorage;
  clock: Clock;
}

/** Finds uploads whose callback was lost. Each call may safely run twice. */
export const createLostUploads = ({ orm, storage, clock }: Deps) => ({
  /** One batch of folders, those behind the permission `after`. */
  repairLostUploads: ({ after, limit }: { after: string; limit: number }): Promise<Repaired> =>
    repairUploads(orm.em.fork(), storage, { after, limit, now: clock.now() }),
});
export type LostUploads = ReturnType<typeof createLostUploads>;
