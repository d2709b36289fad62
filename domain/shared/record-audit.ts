import type { EntityManager } from '@mikro-orm/core';
import type { Realm } from './actor.ts';
import { Audit } from './audit.entity.ts';

export interface Act {
  /** Names the act, so that recording it twice leaves one row. */
  eventKey: string;
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

/** Writes who did what, in the transaction that does it. */
export async function recordAudit(em: EntityManager, act: Act): Promise<void> {
  const { before = null, after = null, workflowId = null, runId = null, requestId = null, ...named } = act;
  const row = { ...named, at: new Date(), before, after, workflowId, runId, requestId };
  await em.upsert(Audit, row, { onConflictFields: ['eventKey'], onConflictAction: 'ignore' });
}
