import type { MikroORM } from '@mikro-orm/core';
import { activityInfo } from '@temporalio/activity';
import { openPayee } from '#domain/payouts/payee.ts';
import { isTransferable, transferNumberOf } from '#domain/payouts/takeout.plan.ts';
import { beginTransfer } from '#domain/payouts/takeouts.ts';
import type { Clock } from '#domain/ports/clock.ts';
import type { Payments, TransferFacts } from '#domain/ports/payments.ts';
import type { Secrets } from '#domain/ports/secrets.ts';

interface Deps {
  orm: MikroORM;
  clock: Clock;
  secrets: Secrets;
  payments: Pick<Payments, 'transfer' | 'queryTransfer'>;
}

/** What is known of a transfer, as a payload carries it. */
export type TransferNews =
  | Exclude<TransferFacts, { state: 'done' }>
  | { state: 'done'; providerNumber: string; at: string };

const newsOf = (facts: TransferFacts): TransferNews =>
  facts.state === 'done' ? { ...facts, at: facts.at.toISOString() } : facts;

/**
 * Sends what was approved, always under the one number of the withdrawal, and nothing before it is noted that it may have
 * been sent. To whom and how much is read here: the process knows nothing personal.
 */
export function createTransfers({ orm, clock, secrets, payments }: Deps) {
  const ask = async (takeoutId: string) => newsOf(await payments.queryTransfer(transferNumberOf(takeoutId)));

  return {
    async sendTransfer({ takeoutId }: { takeoutId: string }): Promise<TransferNews> {
      // An earlier attempt may have sent it before its worker was lost.
      const known = activityInfo().attempt > 1 ? await ask(takeoutId) : undefined;
      if (known && known.state !== 'absent') return known;
      const takeout = await orm.em.fork().transactional((em) => beginTransfer(em, takeoutId, clock.now()));
      if (takeout.status === 'FAIL' && !takeout.sentAt) return { state: 'failed', code: 'SELLER_OWES' };
      if (takeout.status !== 'WAITING') return ask(takeoutId);
      const fen = takeout.transferFen();
      if (!isTransferable(fen)) return { state: 'failed', code: 'TRANSFER_LIMIT' };
      const { account, name } = openPayee(secrets, takeout);
      const number = transferNumberOf(takeoutId);
      return newsOf(await payments.transfer({ number, fen, title: '音乐授权收入', payee: { account, name } }));
    },

    askTransfer: ({ takeoutId }: { takeoutId: string }): Promise<TransferNews> => ask(takeoutId),
  };
}
export type Transfers = ReturnType<typeof createTransfers>;
