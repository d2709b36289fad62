import type { EntityManager } from '@mikro-orm/core';
import type { Actor } from '#domain/shared/actor.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';

interface Asked {
  em: EntityManager;
  actor: Actor;
  request: { id: string };
}

interface Change {
  before?: string;
  after?: string;
}

/** Notes what an operator did to what, in the transaction that does it; states and ids only, nobody's data. */
export const recordAct = (
  { em, actor, request }: Asked,
  action: string,
  subject: string,
  change: Change = {},
): Promise<void> =>
  recordAudit(em, {
    realm: 'vfine',
    actor: actor.uuid,
    action,
    subject,
    ...change,
    requestId: request.id,
  });
