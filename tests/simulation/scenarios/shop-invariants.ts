import { accountKinds, type AccountKind } from '#domain/ledger/accounts.plan.ts';
import { checkLedger } from '#domain/ledger/check.ts';
import { tradeNumberOf } from '#domain/orders/order.plan.ts';
import { transferNumberOf } from '#domain/payouts/takeout.plan.ts';
import { orderPaymentOf, orderStanding } from '#workflows/order-payment/contract.ts';
import { uploadReconciliation } from '#workflows/upload-reconciliation/contract.ts';
import { standing as takeoutStanding, takeoutOf } from '#workflows/takeout/contract.ts';
import { balanceOf, sum, type Books } from '../books.ts';
import type { Telling } from '../telling.ts';
import { billFaults } from './shop-bills.ts';
import { processFaults, type Matter } from './processes.ts';
import type { OrderRow, ShopState, TakeoutRow } from './shop-state.ts';

const isCarried = (status: string): boolean => ['SENDING', 'BLOCKED', 'DONE'].includes(status);

const isForbidden = (kind: string, fen: number): boolean =>
  accountKinds[kind as AccountKind].side === 'debit' ? fen < 0 : fen > 0;

function* ledgerFaults({ balances, unbalanced }: ShopState): Generator<string> {
  for (const { id } of unbalanced) yield `entry ${id} of the ledger is not balanced`;
  if (sum(balances.map(({ fen }) => fen)) !== 0) yield 'the ledger is not balanced';
  for (const { kind, code, fen } of balances)
    // A transfer may be known before the payment that it was made from.
    if (kind !== 'provider' && isForbidden(kind, fen)) yield `account ${code} stands at ${fen}`;
}

function* orderFaults(state: ShopState, order: OrderRow, provider: Books): Generator<string> {
  const trade = provider.trades.get(tradeNumberOf(order.id));
  const isPaid = order.status === 'FINISHED';
  if (isPaid && (trade?.state !== 'paid' || trade.tradeNumber !== order.paymentNumber || trade.fen !== order.totalFen))
    yield `order ${order.id} is paid, its trade ${trade?.state}`;
  const refunds = state.refunds.filter((one) => one.order === order.id && isCarried(one.status));
  const back = new Set(refunds.flatMap(({ certificates }) => certificates));
  if (back.size !== refunds.flatMap(({ certificates }) => certificates).length)
    yield `order ${order.id}: a licence is given back twice`;
  if (sum(refunds.map(({ fen }) => fen)) > (trade?.fen ?? 0))
    yield `order ${order.id}: more is given back than was paid`;
  const own = state.certificates.filter((one) => one.order === order.id);
  if (own.length === 0) yield `order ${order.id} has no certificate`;
  if (sum(own.map(({ priceFen }) => priceFen)) !== order.totalFen)
    yield `order ${order.id} of ${order.totalFen} has certificates of another sum`;
  for (const { id, state: seen } of own) {
    const wanted = isPaid ? (back.has(id) ? 'VOID' : 'ISSUED') : order.status === 'CANCELED' ? 'VOID' : 'DRAFT';
    if (seen !== wanted) yield `certificate ${id} of a ${order.status} order is ${seen}, not ${wanted}`;
  }
}

function* providerFaults({ orders, refunds, takeouts }: ShopState, provider: Books): Generator<string> {
  for (const { number, captures, fen, refunds: made } of provider.trades.values()) {
    const order = orders.find(({ id }) => tradeNumberOf(id) === number); // so an order has one trade, and pays once
    if (!order) yield `trade ${number} belongs to no order`;
    else if (order.totalFen !== fen) yield `trade ${number} is of ${fen}, its order of ${order.totalFen}`;
    if (captures > 1) yield `trade ${number} was captured ${captures} times`;
    if (sum(made.values()) > fen) yield `trade ${number}: more was paid back than paid`;
    for (const [id, back] of made)
      if (!refunds.some((one) => one.id === id && one.fen === back)) yield `refund ${id} of ${back} is not ours`;
  }
  for (const { number, fen } of provider.transfers.values()) {
    const takeout = takeouts.find(({ id }) => transferNumberOf(id) === number);
    if (!takeout) yield `transfer ${number} belongs to no withdrawal`;
    else if (takeout.fen - takeout.taxFen !== fen) yield `transfer ${number} is of ${fen}`;
  }
}

function* refundFaults({ orders, refunds }: ShopState): Generator<string> {
  const alone = refunds.filter(
    ({ kind, status, requestedBy, confirmedBy }) =>
      kind === 'licence' && isCarried(status) && (confirmedBy === null || confirmedBy === requestedBy),
  );
  for (const { id } of orders) {
    const fen = sum(alone.filter(({ order }) => order === id).map((one) => one.fen));
    if (fen > 1000_00) yield `order ${id}: ${fen} is given back by people alone`;
  }
}

const paidOut = ({ id, status }: TakeoutRow, provider: Books): string[] => {
  const state = provider.transfers.get(transferNumberOf(id))?.state ?? 'absent';
  const isRight = status === 'SUCCESS' ? state === 'done' : status === 'WAITING' || state !== 'done';
  return isRight ? [] : [`withdrawal ${id} is ${status}, its transfer ${state}`];
};

/** What of the shop has a process. */
export const shopMatters = ({ orders, takeouts }: ShopState): Matter[] => [
  ...orders.map(({ id, status }) => ({
    id: orderPaymentOf(id),
    status,
    query: orderStanding.name,
    isOpen: status === 'UNFINISHED',
  })),
  ...takeouts.map(({ id, status }) => ({
    id: takeoutOf(id),
    status,
    query: takeoutStanding.name,
    isOpen: status === 'REQUESTING' || status === 'WAITING',
  })),
];

/** What is wrong with the shop, whenever one looks. */
export const shopFaults = (state: ShopState, provider: Books): string[] => [
  ...ledgerFaults(state),
  ...state.orders.flatMap((order) => [...orderFaults(state, order, provider)]),
  ...providerFaults(state, provider),
  ...refundFaults(state),
  ...state.takeouts.flatMap((one) => paidOut(one, provider)),
];

/** What is wrong with it when nothing is left to happen, `others` beside it: besides, every fen is where the provider says. */
export async function finalFaults(
  story: Telling,
  state: ShopState,
  provider: Books,
  others: readonly Matter[] = [],
): Promise<string[]> {
  const wrong = [
    ...shopFaults(state, provider),
    ...(await processFaults(story.processes, [...shopMatters(state), ...others])),
  ];
  for (const { id, status } of state.orders) {
    const trade = provider.trades.get(tradeNumberOf(id));
    if (
      status === 'CANCELED' &&
      trade?.state === 'paid' &&
      sum(trade.refunds.values()) !== trade.fen &&
      !state.refunds.some((one) => one.order === id && one.status === 'BLOCKED')
    )
      wrong.push(`order ${id} is canceled and keeps money`);
  }
  wrong.push(...billFaults(state, provider));
  for (const { workflowId, why } of await story.processes.failed())
    if (workflowId !== uploadReconciliation.id()) wrong.push(`${workflowId} has failed: ${why}`); // its next run looks again
  for (const { name, findings } of await checkLedger(story.em()))
    wrong.push(...findings.map((one) => `${name}: ${one}`));
  const isBlocked = state.refunds.some(({ status }) => status === 'BLOCKED');
  const booked = sum(state.balances.filter(({ kind }) => kind === 'provider').map(({ fen }) => fen));
  if (!isBlocked && booked !== balanceOf(provider))
    wrong.push(`the ledger says ${booked} at the provider, it has ${balanceOf(provider)}`);
  return wrong;
}
