import type { RealStage } from './stage.ts';
import type { RealStory } from './story.ts';

/** What can strike the platform; each story has one of its own and one by chance. */
export const strikes = [
  'worker killed',
  'API killed',
  'Temporal server killed',
  'provider killed',
  'PostgreSQL ended at once',
  'worker killed between transfer and record',
  'everything killed, second start',
] as const;
export type Strike = (typeof strikes)[number];

const methods = [
  'alipay.trade.precreate',
  'alipay.trade.query',
  'alipay.trade.close',
  'alipay.trade.refund',
  'alipay.trade.fastpay.refund.query',
  'alipay.fund.trans.uni.transfer',
  'alipay.fund.trans.common.query',
] as const;
export const transferMethod = 'alipay.fund.trans.uni.transfer';
/** Refusals for good, which leave a refund blocked and a withdrawal failed. */
const refusals = { 'alipay.trade.refund': 'ACQ.SELLER_BALANCE_NOT_ENOUGH', [transferMethod]: 'PAYEE_NOT_EXIST' };
const longest = 3000; // ms

/** Kills processes of the platform. */
export function kill({ platform }: RealStage, strike: Exclude<Strike, 'worker killed between transfer and record'>) {
  switch (strike) {
    case 'worker killed':
      return platform.kill('worker');
    case 'API killed':
      return platform.kill('api');
    case 'Temporal server killed':
      return platform.kill('temporal');
    case 'provider killed':
      return platform.kill('alipay');
    case 'PostgreSQL ended at once':
      return platform.killPostgres();
    case 'everything killed, second start':
      return platform.killAll();
  }
}

/** Has the provider misbehave in a way of chance, from now on or at the next call of a kind. */
export async function misbehave({ bank }: RealStage, { random, count }: RealStory): Promise<void> {
  if (random.chance(0.4)) {
    const mode = random.pick(['lost', 'twice', 'late', 'held', 'normal'] as const);
    await bank.control({ notices: { mode, ms: random.between(0, longest) }, release: true });
    return count(`notifications: ${mode}`);
  }
  const method = random.pick(methods);
  const kind = random.pick(['lost', 'before', 'after', 'slow', 'refuse'] as const);
  const code = Object.entries(refusals).find(([refused]) => refused === method)?.[1];
  if (kind === 'refuse' && !code) return;
  await bank.control({ faults: [{ method, kind, ms: random.between(0, longest), ...(code && { code }) }] });
  count(`provider, next ${method}: ${kind}`);
}

/** The provider does what it should again, as soon as it runs, and tells what it has held back. */
export const calm = ({ bank, platform }: RealStage) =>
  platform.until('the provider', 40_000, () =>
    bank.control({ calm: true, notices: { mode: 'normal' }, release: true }),
  );
