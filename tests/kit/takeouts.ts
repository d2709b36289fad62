import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { noPayments } from '#adapters/alipay/no-payments.ts';
import { createTakeoutRecords } from '#activities/business/takeouts.ts';
import { User } from '#domain/accounts/user.entity.ts';
import { creditSale } from '#domain/ledger/sales.ts';
import { bindPayAccount } from '#domain/payouts/pay-accounts.ts';
import type { TakeoutRequest } from '#domain/payouts/takeout.plan.ts';
import type { TaxSettings } from '#domain/payouts/withholding.ts';
import type { Payments } from '#domain/ports/payments.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import { readActing, readDecision } from '#domain/verification/decision.plan.ts';
import { RealName } from '#domain/verification/real-name.entity.ts';
import { sealIdentity } from '#domain/verification/identity.ts';
import { confirm, review, takeout, withdraw } from '#workflows/takeout/contract.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { asActivity } from './activity.ts';
import { nextCard } from './identities.ts';
import type { World } from './world.ts';

/** The document's flat rate. */
export const flatTax: TaxSettings = {
  table: { rules: 'flat', flatPercent: 10 },
  income: 'licence',
  payee: 'platform-worker',
};

interface Place {
  orm: { em: EntityManager };
  secrets: Secrets;
}

/** Books a sale that brings the seller so much. */
export const earn = ({ orm }: Pick<Place, 'orm'>, { uuid }: User, fen: number): Promise<void> =>
  orm.em.fork().transactional((em) =>
    creditSale(em, {
      orderId: randomUUID(),
      at: new Date(),
      items: [{ certificateId: randomUUID(), sellerUuid: uuid, priceFen: fen, incomeFen: fen }],
    }),
  );

/** Verifies who somebody is. */
export async function verify({ orm, secrets }: Place, { id, uuid }: User, name = '大姨夫'): Promise<string> {
  const em = orm.em.fork();
  const idCard = nextCard();
  const sealed = sealIdentity(secrets, uuid, { name, idCard, idCardFacade: '/f', idCardObverse: '/o' });
  em.create(RealName, {
    user: em.getReference(User, id),
    ...sealed,
    status: 'SUCCESS',
    remark: null,
    settledAt: new Date(),
  });
  await em.flush();
  return idCard;
}

/** Binds an account of Alipay. */
export const bind = ({ orm, secrets }: Place, { id }: User, account = 'dayifu@example.org'): Promise<void> =>
  orm.em.fork().transactional(async (em) => {
    const by = { actor: 'test', requestId: randomUUID() };
    await bindPayAccount(em, secrets, await em.findOneOrFail(User, id), { type: 'alipay', account }, by);
  });

/** Gives somebody all that a withdrawal needs: a verified name, an account and income. */
export async function equip(place: Place, user: User, fen: number): Promise<{ idCard: string }> {
  const idCard = await verify(place, user);
  await bind(place, user);
  if (fen > 0) await earn(place, user, fen);
  return { idCard };
}

/** A provider of transfers that does as the test says. */
export interface Provider {
  says: 'done' | 'failed' | 'dealing' | 'unknown';
}

/** The same where the API asks it itself. */
export const paymentsOf = (provider: Provider): Payments => ({
  ...noPayments,
  async queryTransfer() {
    const { says } = provider;
    if (says === 'done') return { state: says, providerNumber: 'p-1', at: new Date() };
    if (says === 'failed') return { state: says, code: 'REFUND' };
    return says === 'dealing' ? { state: says } : { state: says, reason: 'no_answer' };
  },
});

/** The process of a withdrawal, driven by hand: the real activities, and a provider that does as the test says. */
export function openTakeouts({ orm, ports, flows }: World, provider: Provider): void {
  const records = createTakeoutRecords({ orm, clock: ports.clock, secrets: ports.secrets, tax: flatTax });
  flows.onBegin(takeout, async (request: TakeoutRequest, { id, runId }) => {
    const { takeoutId } = request;
    const within = asActivity({ workflowExecution: { workflowId: id, runId } });
    const record = (decision: Parameters<typeof records.recordTakeoutDecision>[0]) =>
      within.run(() => records.recordTakeoutDecision(decision));
    const found = await records.recordTakeout(request);
    let isOpen = found === 'REQUESTING';
    const close = () => {
      if (!isOpen) throw new DomainError('conflict', 'action_already_done');
      isOpen = false;
    };
    async function hearProvider(): Promise<void> {
      if (provider.says === 'dealing' || provider.says === 'unknown') return;
      const end =
        provider.says === 'done'
          ? ({ takeoutId, event: 'arrive', providerNumber: 'p-1', at: new Date().toISOString() } as const)
          : ({ takeoutId, event: 'fail', code: 'PAYEE_NOT_EXIST' } as const);
      await records.recordTransferEnd(end);
      flows.end(id);
    }
    flows.answer(id, review, async (input) => {
      const { verdict, ...said } = readDecision(input);
      close();
      const state = await record({ takeoutId, event: verdict, ...said });
      if (state !== 'WAITING') flows.end(id);
      else await hearProvider();
    });
    flows.answer(id, withdraw, async (said) => {
      close();
      await record({ takeoutId, event: 'withdraw', ...readActing(said) });
      flows.end(id);
    });
    flows.answer(id, confirm, async () => {
      await hearProvider();
      if (isOpen || provider.says !== 'done') throw new DomainError('conflict', 'unsupported');
    });
  });
}
