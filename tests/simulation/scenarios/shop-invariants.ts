import { isForbidden, type AccountKind } from '#domain/ledger/accounts.plan.ts';
import { checkLedger } from '#domain/ledger/check.ts';
import { tradeNumberOf } from '#domain/orders/order.plan.ts';
import { transferNumberOf } from '#domain/payouts/takeout.plan.ts';
import type { OrderStanding } from '#workflows/order-payment/contract.ts';
import type { SimulatedProvider } from '../provider.ts';
import type { Story } from '../story.ts';
import type { OrderRow, ShopState, TakeoutRow } from './shop-state.ts';

const sum = (values: Iterable<number>): number => [...values].reduce((all, one) => all + one, 0);
const isCarried = (status: string): boolean => ['SENDING', 'BLOCKED', 'DONE'].includes(status);

function* ledgerFaults({ balances, unbalanced }: ShopState): Generator<string> {
  for (const { id } of unbalanced) yield `entry ${id} of the ledger is not balanced`;
  if (sum(balances.map(({ fen }) => fen)) !== 0) yield 'the ledger is not balanced';
  for (const { kind, code, fen } of balances)
    // A transfer may be known before the payment that it was made from.
    if (kind !== 'provider' && isForbidden(kind as AccountKind, fen)) yield `account ${code} stands at ${fen}`;
}

function* orderFaults(state: ShopState, order: OrderRow, provider: SimulatedProvider): Generator<string> {
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
  for (const { id, state: seen } of state.certificates.filter((one) => one.order === order.id)) {
    const wanted = isPaid ? (back.has(id) ? 'VOID' : 'ISSUED') : order.status === 'CANCELED' ? 'VOID' : 'DRAFT';
    if (seen !== wanted) yield `certificate ${id} of a ${order.status} order is ${seen}, not ${wanted}`;
  }
}

function* providerFaults({ refunds, takeouts }: ShopState, provider: SimulatedProvider): Generator<string> {
  for (const { number, captures, fen, refunds: made } of provider.trades.values()) {
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

function* refundFaults({ refunds }: ShopState): Generator<string> {
  for (const { id, fen, kind, status, requestedBy, confirmedBy } of refunds) {
    const needsTwo = kind === 'licence' && fen > 1000_00;
    if (needsTwo && isCarried(status) && (confirmedBy === null || confirmedBy === requestedBy))
      yield `refund ${id} was decided by one person alone`;
  }
}

/** What is wrong with the shop, whenever one looks. */
export const shopFaults = (state: ShopState, provider: SimulatedProvider): string[] => [
  ...ledgerFaults(state),
  ...state.orders.flatMap((order) => [...orderFaults(state, order, provider)]),
  ...providerFaults(state, provider),
  ...refundFaults(state),
];

async function processFaults(story: Story, { orders, takeouts }: ShopState): Promise<string[]> {
  const wrong: string[] = [];
  const { server } = story;
  for (const { workflowId, status, shown } of server.runs)
    if (status === 'open' && !shown['WaitingFor']) wrong.push(`${workflowId} waits for nobody`);
  for (const { id, status } of orders) {
    const run = server.latest(`order-payment:${id}`);
    const state = run?.status === 'completed' ? run.result : undefined;
    const standing =
      run?.status === 'open' ? ((await run.sandboxed.query('orderStanding', server.now)) as OrderStanding) : undefined;
    const seen = state ?? standing?.state;
    if (seen !== status)
      wrong.push(`order ${id} is ${status}, its process (${run?.status}) says ${JSON.stringify(seen)}`);
  }
  for (const { id, status } of takeouts) {
    const run = server.latest(`takeout:${id}`);
    if (run?.status !== 'open' && run?.result !== status)
      wrong.push(`withdrawal ${id} is ${status}, its process (${run?.status}) says ${String(run?.result)}`);
  }
  return wrong;
}

const paidOut = ({ id, status }: TakeoutRow, provider: SimulatedProvider): string[] => {
  const state = provider.transfers.get(transferNumberOf(id))?.state ?? 'absent';
  const isRight = status === 'SUCCESS' ? state === 'done' : status === 'WAITING' || state !== 'done';
  return isRight ? [] : [`withdrawal ${id} is ${status}, its transfer ${state}`];
};

/** What is wrong with it when nothing is left to happen: besides, every fen is where the provider says. */
export async function finalFaults(story: Story, state: ShopState, provider: SimulatedProvider): Promise<string[]> {
  const wrong = [...shopFaults(state, provider), ...(await processFaults(story, state))];
  wrong.push(...state.takeouts.flatMap((one) => paidOut(one, provider)));
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
  for (const { day, key, kind } of provider.billFaults())
    if (state.days.some((one) => one.day === day) && !state.cases.some((one) => one.key === key))
      wrong.push(`the bill of ${day} says ${key} (${kind}), and nobody noticed`);
  for (const { name, findings } of await checkLedger(story.em()))
    wrong.push(...findings.map((one) => `${name}: ${one}`));
  const isBlocked = state.refunds.some(({ status }) => status === 'BLOCKED');
  const booked = sum(state.balances.filter(({ kind }) => kind === 'provider').map(({ fen }) => fen));
  if (!isBlocked && booked !== provider.balance())
    wrong.push(`the ledger says ${booked} at the provider, it has ${provider.balance()}`);
  return wrong;
}
