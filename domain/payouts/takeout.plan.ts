import { DomainError } from '#domain/shared/errors.ts';
import type { Fen } from '#domain/shared/money.ts';
import type { Ending } from '#domain/verification/decision.plan.ts';
import type { TakeoutEvent, TakeoutState } from './takeout.machine.ts';

/** What a process knows of a withdrawal: ids and a sum, nothing personal. */
export interface TakeoutRequest {
  takeoutId: string;
  userUuid: string;
  fen: Fen;
}

/** What the first step of the process decided: a verdict, or the musician's own withdrawal of it. */
export interface TakeoutDecision extends Ending<TakeoutEvent> {
  takeoutId: string;
}

/** How a transfer ended. */
export type TransferEnd =
  | { takeoutId: string; event: 'arrive'; providerNumber: string; at: string }
  | { takeoutId: string; event: 'fail'; code: string };

/** How long a request waits for an administrator; then the money returns. */
export const takeoutDays = 90;

/** Least and most that the provider transfers to a person at once (`alipay.fund.trans.uni.transfer`). */
const transferLimits = { least: 10, most: 5_000_000 };

export const isTransferable = (fen: Fen): boolean => fen >= transferLimits.least && fen <= transferLimits.most;

/** Refuses `invalid_value` what the provider would not transfer. */
export function requireTransferable(fen: Fen): void {
  if (!isTransferable(fen)) throw new DomainError('invalid', 'invalid_value');
}

/** Number of the transfer at the provider: the same for ever, however often it is sent. */
export const transferNumberOf = (takeoutId: string): string => takeoutId.replaceAll('-', '');

/** Key of the message that tells the musician where it stands. */
export function takeoutKeyOf(state: TakeoutState): string | undefined {
  const keys: Partial<Record<TakeoutState, string>> = {
    SUCCESS: 'SUCCESS_TO_TAKEOUT',
    FAIL: 'FAIL_TO_TAKEOUT',
    CANCEL: 'CANCEL_TO_TAKEOUT',
  };
  return keys[state];
}

/** What the musician reads where the provider refused; the code is the provider's. */
export const remarkOf = (code: string): string => `支付宝转账失败(${code})`.slice(0, 500);

/** What is in the way of an approval, or of its transfer, as the musician reads it. */
export const hindrances = {
  debt: '账户有欠款,款项已退回并先抵扣欠款',
  tax: '扣税后的金额无法转账,款项已退回余额',
};

/** From this look on a pause may last so long, in seconds: an hour on the first day, six in the first week, then a day. */
const longestPauses = [
  { from: 0, seconds: 3600 },
  { from: 30, seconds: 6 * 3600 },
  { from: 56, seconds: 24 * 3600 },
];

/**
 * How long until the next look at a transfer whose result is not known, in seconds, from half a minute on. A year is about
 * 420 looks of at most 18 events each: the history stays below 10,000.
 */
export const patienceOf = (looks: number): number =>
  Math.min(30 * 2 ** looks, longestPauses.findLast(({ from }) => from <= looks)?.seconds ?? 3600);
