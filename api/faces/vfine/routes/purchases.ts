import { z } from 'zod';
import { findPurchase, findPurchases } from '#domain/orders/find-purchases.ts';
import { purchaseMachine } from '#domain/orders/purchase.machine.ts';
import { mapSlice } from '#domain/shared/slice.ts';
import { purchaseApplication, purchaseOf, review } from '#workflows/purchase-application/contract.ts';
import { actingOn } from '../acting.ts';
import { vfine } from '../face.ts';
import { numberId, text, uuid } from '../inputs.ts';
import { ownAccount } from '../own-account.ts';
import { presentPurchase, PurchaseView } from '../presenters/purchases.ts';

const refusals = { invalid_value: '传入参数不规范' };

export const purchaseRoutes = [
  vfine.route('POST /users/purchase-work/', {
    summary: 'Ask for a work; an operator answers, and no money moves',
    auth: 'user',
    flows: true,
    rate: 'write',
    input: {
      body: z.object({
        uuid,
        remark: text(500)
          .nullish()
          .transform((remark) => remark ?? ''),
      }),
    },
    output: PurchaseView,
    refusals,
    async handler({ em, actor, body: { uuid: workUuid, remark }, flows, newId }) {
      const { uuid: userUuid } = await ownAccount(em, actor);
      const purchaseUuid = newId();
      await flows.begin(purchaseApplication, { purchaseUuid, userUuid, workUuid, remark });
      return presentPurchase(await findPurchase(em, { uuid: purchaseUuid }));
    },
  }),

  vfine.list('GET /admin/purchases/', {
    summary: 'Enquiries about works, the longest waiting first',
    ours: true,
    auth: 'admin',
    input: { query: z.object({ status: z.enum(purchaseMachine.states).exactOptional() }) },
    item: PurchaseView,
    handler: async ({ em, query, window }) => mapSlice(await findPurchases(em, query.status, window), presentPurchase),
  }),

  vfine.route('POST /admin/purchases/:id/review', {
    summary: 'Answer an enquiry about a work',
    ours: true,
    auth: 'admin',
    flows: true,
    input: {
      params: z.object({ id: numberId }),
      body: z.object({ verdict: z.enum(['approve', 'refuse']), remark: text(500).nullish() }),
    },
    output: PurchaseView,
    refusals,
    async handler(asked) {
      const { em, params, body, flows } = asked;
      const { verdict, remark } = body;
      const { uuid, user, work } = await findPurchase(em, { id: params.id });
      const decision = { verdict, ...(remark && { remark }), ...actingOn(asked, `purchase:${uuid}`, verdict) };
      await flows.update(purchaseOf({ userUuid: user.unwrap().uuid, workUuid: work.id }), review, decision);
      return presentPurchase(await findPurchase(em, { id: params.id }));
    },
  }),
];
