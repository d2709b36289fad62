import { ActivityFailure, CancelledFailure, proxyActivities } from '@temporalio/workflow';
import type { PaymentCalls } from '#activities/io/payments.ts';

// One try each: whether to try again is decided by what is known, here and nowhere else.
const calls = proxyActivities<PaymentCalls>({
  taskQueue: 'io',
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '2 minutes',
  retry: { maximumAttempts: 1 },
});

export type Unknown = { state: 'unknown'; reason: string };

/** A worker that died, or was never there, leaves unknown what it did. */
async function orUnknown<T>(call: () => Promise<T>): Promise<T | Unknown> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ActivityFailure) || error.cause instanceof CancelledFailure) throw error;
    return { state: 'unknown', reason: 'no_worker' };
  }
}

/** The payment provider as a process sees it: every answer is a value. */
export const provider = {
  open: (...args: Parameters<typeof calls.openTrade>) => orUnknown(() => calls.openTrade(...args)),
  ask: (number: string) => orUnknown(() => calls.askTrade({ number })),
  close: (number: string) => orUnknown(() => calls.closeTrade({ number })),
  refund: (...args: Parameters<typeof calls.sendRefund>) => orUnknown(() => calls.sendRefund(...args)),
  askRefund: (...args: Parameters<typeof calls.askRefund>) => orUnknown(() => calls.askRefund(...args)),
};
