import { z } from 'zod';
import { findOrder, findRefund, findRefunds } from '#domain/orders/find-refunds.ts';
import { refundMachine } from '#domain/orders/refund.machine.ts';
import { mapSlice } from '#domain/shared/slice.ts';
import { decideRefund, refund } from '#workflows/order-payment/contract.ts';
import { actingOn } from '../acting.ts';
import { vfine } from '../face.ts';
import { uuid, visibleText } from '../inputs.ts';
import { withOrderProcess } from '../order-process.ts';
import { presentRefund, RefundView } from '../presenters/refunds.ts';

const params = z.object({ uuid });
const refusals = { invalid_value: '传入参数不规范' };

/** Administrators give licences back; the document has no endpoint for it. */
export const adminRefundRoutes = [
  vfine.list('GET /admin/refunds/', {
    summary: 'Refunds, the last first; those that wait for a second administrator by their status',
    ours: true,
    auth: 'admin',
    input: { query: z.object({ status: z.enum(refundMachine.states).exactOptional() }) },
    item: RefundView,
    handler: async ({ em, query, window }) => mapSlice(await findRefunds(em, query, window), presentRefund),
  }),

  vfine.list('GET /admin/orders/:uuid/refunds', {
    summary: 'Refunds of one order',
    ours: true,
    auth: 'admin',
    input: { params },
    item: RefundView,
    handler: async ({ em, params: { uuid: id }, window }) =>
      mapSlice(await findRefunds(em, { order: (await findOrder(em, id)).id }, window), presentRefund),
  }),

  vfine.route('POST /admin/orders/:uuid/refunds', {
    summary: 'Give back licences of a paid order, or all that are left',
    description:
      'Above the set sum, all refunds of the order together, it waits for another administrator. Their certificates are void from then on.',
    ours: true,
    auth: 'admin',
    idempotent: 'required',
    flows: true,
    input: {
      params,
      body: z.strictObject({ reason: visibleText(200), certificates: z.array(uuid).min(1).max(100).exactOptional() }),
    },
    output: RefundView,
    refusals,
    async handler(asked) {
      const { em, params, body, flows, newId } = asked;
      const order = await findOrder(em, params.uuid);
      const refundId = newId();
      const wish = { refundId, ...body, ...actingOn(asked, `refund:${refundId}`, 'ask') };
      await withOrderProcess(flows, order, (workflowId) => flows.update(workflowId, refund, wish));
      return presentRefund(await findRefund(em, refundId));
    },
  }),

  vfine.route('POST /admin/refunds/:uuid/decision', {
    summary: 'Confirm or refuse what another administrator asked for, or have a blocked refund sent again',
    ours: true,
    auth: 'admin',
    idempotent: 'required',
    flows: true,
    input: { params, body: z.strictObject({ verdict: z.enum(['confirm', 'refuse', 'retry']) }) },
    output: RefundView,
    refusals,
    async handler(asked) {
      const { em, params, body, flows } = asked;
      const [refundId, { verdict }] = [params.uuid, body];
      const found = await findRefund(em, refundId);
      const decision = { refundId, verdict, ...actingOn(asked, found.matter(), verdict) };
      await withOrderProcess(flows, found.order.unwrap(), (workflowId) =>
        flows.update(workflowId, decideRefund, decision),
      );
      return presentRefund(await findRefund(em, refundId));
    },
  }),
];
