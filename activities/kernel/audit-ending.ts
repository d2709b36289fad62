import type { EntityManager } from '@mikro-orm/core';
import { activityInfo } from '@temporalio/activity';
import { recordAudit } from '#domain/shared/record-audit.ts';
import { actorOf, type Ending } from '#domain/verification/decision.plan.ts';

interface Matter {
  /** First word of the action and the subject, e.g. `verification`. */
  noun: string;
  id: string;
  applicant: string;
  before: string;
  after: string;
}

/** Writes who ended what somebody had applied for, once, within the run that ends it. */
export async function auditEnding(em: EntityManager, matter: Matter, ending: Ending<string>): Promise<void> {
  const { noun, id, applicant, before, after } = matter;
  const { event, requestId } = ending;
  const { workflowId, runId } = activityInfo().workflowExecution ?? {};
  await recordAudit(em, {
    eventKey: `${noun}:${id}:settled`,
    realm: 'vfine',
    actor: actorOf(applicant, ending),
    action: `${noun}.${event}`,
    subject: `${noun}:${id}`,
    before,
    after,
    ...(workflowId && { workflowId }),
    ...(runId && { runId }),
    ...(requestId && { requestId }),
  });
}
