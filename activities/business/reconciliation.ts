import type { MikroORM } from '@mikro-orm/core';
import type { Clock } from '#domain/ports/clock.ts';
import { compareDay, pendingDays } from '#domain/reconciliation/reconcile.ts';

/** What came out of a day. */
export interface DayFigures {
  day: string;
  matched: number;
  missingHere: number;
  missingThere: number;
  different: number;
}

/** The only writer of compared days and their cases; each call is one transaction and may safely run twice. */
export const createReconciliation = ({ orm, clock }: { orm: MikroORM; clock: Clock }) => ({
  listPendingDays: ({ last }: { last: string }): Promise<string[]> => pendingDays(orm.em.fork(), last),

  async recordComparison(asked: { day: string; isUnreadable?: boolean }): Promise<DayFigures> {
    return orm.em.fork().transactional(async (em) => {
      const { day, matched, missingHere, missingThere, different } = await compareDay(em, asked, clock.now());
      return { day, matched, missingHere, missingThere, different };
    });
  },
});
export type Reconciliation = ReturnType<typeof createReconciliation>;
