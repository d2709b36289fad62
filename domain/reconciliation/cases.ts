import { LockMode, type EntityManager, type FilterQuery } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { ReconciliationCase } from './reconciliation.entity.ts';

/** Differences, oldest first. */
export async function listCases(
  em: EntityManager,
  status: 'OPEN' | 'RESOLVED' | undefined,
  window: Window,
): Promise<Slice<ReconciliationCase>> {
  const where: FilterQuery<ReconciliationCase> = { ...(status && { status }) };
  const options = { orderBy: { createdAt: 'asc', id: 'asc' }, ...window } as const;
  const [items, total] = await em.findAndCount(ReconciliationCase, where, options);
  return { items, total };
}

/** An operator says what a difference was; refuses `unknown_case` and, where it is resolved, `action_already_done`. */
export async function resolveCase(
  em: EntityManager,
  { id, remark, at }: { id: string; remark: string; at: Date },
  by: { actor: string; requestId: string },
): Promise<ReconciliationCase> {
  const one = await em.findOne(ReconciliationCase, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!one) throw new DomainError('not_found', 'unknown_case');
  if (one.status === 'RESOLVED') throw new DomainError('conflict', 'action_already_done');
  one.resolve(by.actor, remark, at);
  const subject = `reconciliation:${id}`;
  const act = { realm: 'vfine', action: 'reconciliation.resolve', before: 'OPEN', after: 'RESOLVED' } as const;
  await recordAudit(em, { subject, ...act, ...by });
  return one;
}
