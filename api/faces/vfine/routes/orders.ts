import { z } from 'zod';
import type { Endpoint } from '#api/kernel/declaration.ts';
import type { Flows } from '#api/kernel/flows.ts';
import { sealBuyer } from '#domain/orders/buyer-data.ts';
import { findOrders, findOwnOrder } from '#domain/orders/find-orders.ts';
import { orderMachine } from '#domain/orders/order.machine.ts';
import type { Order } from '#domain/orders/order.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { mapSlice } from '#domain/shared/slice.ts';
import { cancelOrder, orderPayment, pay } from '#workflows/order-payment/contract.ts';
import { vfine } from '../face.ts';
import { Nothing, uuid } from '../inputs.ts';
import { OrderBody } from '../order-input.ts';
import { withOrderProcess } from '../order-process.ts';
import { ownAccount } from '../own-account.ts';
import { OrderView, PayView, presentOffer, presentOrder } from '../presenters/orders.ts';

const refusals = { invalid_value: '传入参数不规范' };
const params = z.object({ uuid });
/** The document lost its name; empty asks for all. */
const Filter = z.object({ status: z.enum(['', ...orderMachine.states]).default('') });
const { query: Page, window } = vfine.paging;
const { many, wrapMany } = vfine.envelope;

const offerOf = async (flows: Flows, order: Order) =>
  presentOffer(order, await withOrderProcess(flows, order, (id) => flows.update(id, pay)));

const detail = (endpoint: Endpoint, summary: string) =>
  vfine.route(endpoint, {
    summary,
    auth: 'user',
    input: { params },
    output: OrderView,
    handler: async ({ em, actor, params: { uuid: id }, ports }) =>
      presentOrder(ports.secrets, await findOwnOrder(em, (await ownAccount(em, actor)).id, id)),
  });

export const orderRoutes = [
  vfine.route('POST /orders/', {
    summary: 'Order licences and begin to pay; without a body, list the orders as GET does',
    auth: 'user',
    flows: true,
    rate: 'write',
    input: {
      query: Page.extend(Filter.shape),
      body: z.preprocess((given) => given ?? {}, OrderBody.or(z.looseObject({}))),
    },
    output: z.union([PayView, many(OrderView)]),
    refusals,
    async handler({ em, actor, query, body: given, flows, newId, request: { header }, absolute, ports: { secrets } }) {
      const buyer = await ownAccount(em, actor);
      if (isWithoutBody(header)) {
        const slice = await findOrders(em, { buyer: buyer.id, status: query.status || undefined }, window(query));
        return wrapMany(
          mapSlice(slice, (one) => presentOrder(secrets, one)),
          window(query),
          listUrl(absolute, query),
        );
      }
      const { works, mode, ...contact } = readBody(given);
      const orderId = newId();
      const wished = works.map(({ uuid: workUuid, purpose, channel }) => ({ workUuid, purpose, detail: channel }));
      const wish = { mode, sealed: sealBuyer(secrets, orderId, contact), works: wished };
      await flows.begin(orderPayment, { orderId, buyerUuid: buyer.uuid, wish });
      const { order } = await findOwnOrder(em, buyer.id, orderId);
      return offerOf(flows, order);
    },
  }),

  vfine.list('GET /orders/', {
    summary: "The caller's orders, the last first",
    auth: 'user',
    input: { query: Filter },
    item: OrderView,
    refusals,
    async handler({ em, actor, query, window: part, ports: { secrets } }) {
      const { id: buyer } = await ownAccount(em, actor);
      const slice = await findOrders(em, { buyer, status: query.status || undefined }, part);
      return mapSlice(slice, (one) => presentOrder(secrets, one));
    },
  }),

  detail('GET /orders/:uuid/', 'One order of the caller'),
  detail('POST /orders/:uuid/', 'The same, as the document prints it'),

  vfine.route('GET /orders/:uuid/pay/', {
    summary: 'How an order that is not paid can be paid',
    auth: 'user',
    changes: true,
    flows: true,
    rate: 'write',
    input: { params },
    output: PayView,
    async handler({ em, actor, params: { uuid: id }, flows }) {
      const { order } = await findOwnOrder(em, (await ownAccount(em, actor)).id, id);
      if (order.status !== 'UNFINISHED') throw new DomainError('conflict', 'action_already_done');
      return offerOf(flows, order);
    },
  }),

  vfine.route('DELETE /orders/:uuid/', {
    summary: 'Cancel an order that is not paid',
    auth: 'user',
    flows: true,
    input: { params },
    status: 204,
    output: Nothing,
    async handler({ em, actor, params: { uuid: id }, flows, isRetry }) {
      const { order } = await findOwnOrder(em, (await ownAccount(em, actor)).id, id);
      if (order.status === 'FINISHED') throw new DomainError('conflict', 'unsupported');
      if (order.status === 'CANCELED' && isRetry) return;
      if (order.status === 'CANCELED') throw new DomainError('conflict', 'action_already_done');
      await withOrderProcess(flows, order, (workflowId) => flows.update(workflowId, cancelOrder));
    },
  }),
];

function isWithoutBody(header: (name: string) => string): boolean {
  return ['', '0'].includes(header('content-length')) && header('transfer-encoding') === '';
}

function readBody(given: unknown): z.output<typeof OrderBody> {
  const read = OrderBody.safeParse(given, { reportInput: true });
  if (!read.success) throw vfine.misfit('body', read.error.issues);
  return read.data;
}

function listUrl(absolute: (path: string) => string, query: Record<string, string | number>): URL {
  const url = new URL(absolute('/orders/'));
  for (const [name, value] of Object.entries(query)) if (value !== '') url.searchParams.set(name, String(value));
  return url;
}
