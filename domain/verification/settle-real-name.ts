import { LockMode, type EntityManager } from '@mikro-orm/core';
import { tellOutcome } from '#domain/accounts/messages.ts';
import type { Clock } from '#domain/ports/clock.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { requireAnother } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Run } from '#domain/shared/record-audit.ts';
import { whoActs } from '#domain/shared/vouching.ts';
import { auditEnding } from './audit-ending.ts';
import { removeCards } from './card-pictures.ts';
import { RealName } from './real-name.entity.ts';
import { realNameMachine, type RealNameState } from './real-name.machine.ts';
import { realNameEventOf, realNameKeyOf, type RealNameOutcome } from './real-name.plan.ts';

/** Ends a request and audits who did; undefined where the account is gone, or it has ended already. Refuses `same_person`. */
export async function settleRealName(
  em: EntityManager,
  { realNameId: id, ...ending }: RealNameOutcome,
  { now, secrets, run }: { now: Date; secrets: Secrets; run: Run },
): Promise<RealName | undefined> {
  const row = await em.findOne(RealName, { id }, { populate: ['user'], lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row || realNameMachine.isFinal(row.status)) return undefined;
  requireAnother(whoActs(secrets, `real-name:${id}`, ending.event, ending).by, row.user.unwrap().uuid);
  const before = row.status;
  row.settle(ending.event, ending.remark, now);
  const matter = { noun: 'real-name', id, before, after: row.status };
  await auditEnding(em, matter, ending, { secrets, run });
  return row;
}

/** Ends a request whose process is gone, tells the person and removes the pictures; refuses `action_already_done` where it waits no longer. */
export async function settleLostRealName(
  em: EntityManager,
  outcome: RealNameOutcome,
  { clock, secrets, storage }: { clock: Clock; secrets: Secrets; storage: FileStorage },
): Promise<RealNameState> {
  const row = await settleRealName(em, outcome, { now: clock.now(), secrets, run: {} });
  if (!row) throw new DomainError('conflict', 'action_already_done');
  const { id, user, status } = row;
  const key = realNameKeyOf(status);
  if (key) await tellOutcome(em, user.unwrap(), { eventKey: realNameEventOf(id), key, remark: outcome.remark });
  await removeCards(em, { storage, secrets }, user.unwrap().uuid);
  return status;
}
