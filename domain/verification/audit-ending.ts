import type { EntityManager } from '@mikro-orm/core';
import { recordAudit, type Run } from '#domain/shared/record-audit.ts';
import { actorOf, type Ending } from './decision.plan.ts';

interface Matter {
  /** First word of the action and the subject, e.g. `verification`. */
  noun: string;
  id: string;
  applicant: string;
  before: string;
  after: string;
}

/** Writes who ended what somebody had applied for, once, with the run that ends it where there is one. */
export async function auditEnding(em: EntityManager, matter: Matter, ending: Ending<string>, run: Run): Promise<void> {
  const { noun, id, applicant, before, after } = matter;
  const { event, requestId } = ending;
  await recordAudit(em, {
    eventKey: `${noun}:${id}:settled`,
    realm: 'vfine',
    actor: actorOf(applicant, ending),
    action: `${noun}.${event}`,
    subject: `${noun}:${id}`,
    before,
    after,
    ...run,
    ...(requestId && { requestId }),
  });
}
