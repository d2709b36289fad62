import type { PurchaseRecords } from '#activities/business/purchases.ts';
import { purchaseMachine, type PurchaseEvent, type PurchaseState } from '#domain/orders/purchase.machine.ts';
import { purchaseKeyOf, type PurchaseRequest } from '#domain/orders/purchase.plan.ts';
import { waitingDays } from '#domain/verification/decision.plan.ts';
import { business } from '../kernel/proxies.ts';
import { hear } from '../verdict/hearing.ts';
import { decide, review, standing } from './contract.ts';

const { recordPurchase, recordPurchaseEnd } = business<PurchaseRecords>();

/** Waits for an operator to answer an enquiry about a work; after fourteen days without an answer it has failed. */
export async function purchaseApplication(request: PurchaseRequest): Promise<PurchaseState> {
  const { purchaseUuid, userUuid, workUuid } = request;
  return hear<PurchaseState, PurchaseEvent>({
    userUuid,
    machine: purchaseMachine,
    initial: 'APPLY',
    days: waitingDays,
    messages: { review, decide, standing },
    note: `Asks for work \`${workUuid}\`; no money moves here.`,
    open: () => recordPurchase(request),
    record: (ending) => recordPurchaseEnd({ purchaseUuid, ...ending }),
    news: { eventKey: `purchase:${purchaseUuid}`, keyOf: purchaseKeyOf },
  });
}
