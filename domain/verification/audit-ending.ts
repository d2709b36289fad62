import type { EntityManager } from '@mikro-orm/core';
import type { Secrets } from '#domain/ports/secrets.ts';
import { recordAudit, type Run } from '#domain/shared/record-audit.ts';
import type { Ending } from './decision.plan.ts';
import { whoEnded } from './who-ended.ts';

interface Matter {
  /** First word of the action and the subject, e.g. `verification`. */
  noun: string;
  id: string;
  before: string;
  after: string;
}

/** Writes who ended what somebody had applied for, once, with the run that ends it where there is one. */
export async function auditEnding(
  em: EntityManager,
  matter: Matter,
  ending: Ending<string>,
  { secrets, run }: { secrets: Secrets; run: Run },
): Promise<void> {
  const { noun, id, before, after } = matter;
  const subject = `${noun}:${id}`;
  const { event, requestId } = ending;
  await recordAudit(em, {
    eventKey: `${subject}:settled`,
    realm: 'vfine',
    actor: whoEnded(secrets, subject, ending),
    action: `${noun}.${event}`,
    subject,
    before,
    after,
    ...run,
    ...(requestId && { requestId }),
  });
}
