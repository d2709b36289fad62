import { randomUUID } from 'node:crypto';
import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import type { Realm } from './actor.ts';
import { Audit } from './audit.entity.ts';
import type { Slice, Window } from './slice.ts';

export interface Act {
  /** Names the act of an activity, so that recording it twice leaves one row; never what a caller may choose. */
  eventKey?: string;
  realm: Realm;
  actor: string;
  action: string;
  subject: string;
  before?: string;
  after?: string;
  workflowId?: string;
  runId?: string;
  requestId?: string;
}

/** The run of a process that acts. */
export type Run = Pick<Act, 'workflowId' | 'runId'>;

/** Writes who did what, in the transaction that does it; without an event key each call is an act of its own. */
export async function recordAudit(em: EntityManager, act: Act): Promise<void> {
  const { eventKey = randomUUID(), ...done } = act;
  const { before = null, after = null, workflowId = null, runId = null, requestId = null, ...named } = done;
  const row = { ...named, eventKey, at: new Date(), before, after, workflowId, runId, requestId };
  await em.upsert(Audit, row, { onConflictFields: ['eventKey'], onConflictAction: 'ignore' });
}

/** Writes that somebody looked at personal data; the subject is `<noun>:<id>`, or the noun alone. */
export const recordLook = (
  em: EntityManager,
  subject: string,
  by: { actor: string; requestId: string; realm?: Realm },
): Promise<void> => {
  const [noun] = subject.split(':');
  return recordAudit(em, { realm: 'vfine', action: `${noun}.read`, subject, ...by });
};

/** What was done by whoever belongs to a realm, newest first; `q` is an action or a subject as it is written. */
export async function searchAudit(
  em: EntityManager,
  { realm, q }: { realm: Realm; q: string },
  window: Window,
): Promise<Slice<Audit>> {
  const where: FilterQuery<Audit> = { realm, ...(q && { $or: [{ action: q }, { subject: q }] }) };
  const [items, total] = await em.findAndCount(Audit, where, { orderBy: { id: 'desc' }, ...window });
  return { items, total };
}
