import type { EntityManager } from '@mikro-orm/core';
import { isRefusal } from '#domain/shared/errors.ts';

/** Asks the process of what waits; where somebody has terminated that, it is settled here, in one transaction. */
export async function askOrSettle<T>(
  em: EntityManager,
  ask: () => Promise<T>,
  settle: (em: EntityManager) => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isRefusal(error, 'not_running')) throw error;
    return em.fork().transactional(settle);
  }
}
