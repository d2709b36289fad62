import type { PurchaseState } from '#domain/orders/purchase.machine.ts';
import type { PurchaseRequest } from '#domain/orders/purchase.plan.ts';
import { flow } from '../kernel/flow.ts';
import { verdictMessages } from '../verdict/contract.ts';

/** One open enquiry of a person about a work. */
export const purchaseOf = ({ userUuid, workUuid }: Pick<PurchaseRequest, 'userUuid' | 'workUuid'>): string =>
  `purchase-application:${userUuid}:${workUuid}`;

export const purchaseApplication = flow<PurchaseRequest, PurchaseState>({
  type: 'purchaseApplication',
  queue: 'business',
  id: purchaseOf,
  realm: () => 'vfine',
  summary: ({ userUuid, workUuid }) => `Person ${userUuid} asks for work ${workUuid}`,
});

export const { review, decide, standing } = verdictMessages<PurchaseState>();
