import { randomUUID } from 'node:crypto';
import { ReconciliationCase } from '#domain/reconciliation/reconciliation.entity.ts';
import type { World } from './world.ts';

/** A trade that the provider knows of another sum. */
export async function buildCase({ em }: Pick<World, 'em'>): Promise<ReconciliationCase> {
  const unit = em();
  const one = unit.create(ReconciliationCase, {
    day: '2026-01-01',
    kind: 'different_sum',
    key: `trade:${randomUUID().replaceAll('-', '')}`,
    ourFen: 500,
    theirFen: 501,
    providerNumber: 'p-1',
    status: 'OPEN',
    remark: null,
    resolvedBy: null,
    resolvedAt: null,
  });
  await unit.flush();
  return one;
}
