import type { Ending } from '#domain/verification/decision.plan.ts';
import type { PurchaseEvent, PurchaseState } from './purchase.machine.ts';

/** An enquiry of somebody about a work. */
export interface PurchaseRequest {
  purchaseUuid: string;
  userUuid: string;
  workUuid: string;
  remark: string;
}

/** How an enquiry ended, and who ended it where somebody did. */
export interface PurchaseOutcome extends Ending<PurchaseEvent> {
  purchaseUuid: string;
}

/** Key of the message that tells whoever asked how it ended. */
export function purchaseKeyOf(state: PurchaseState): string | undefined {
  const keys: Partial<Record<PurchaseState, string>> = { SUCCESS: 'SUCCESS_TO_PURCHASE', FAIL: 'FAIL_TO_PURCHASE' };
  return keys[state];
}
