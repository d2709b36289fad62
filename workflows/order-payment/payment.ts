import type { Payment, VainEvent } from '#domain/orders/order.plan.ts';
import { backOff } from '../kernel/back-off.ts';
import type { OrderLife } from './life.ts';
import { provider } from './provider.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Pauses between questions to the provider; every notification may be lost. */
const payable = () => backOff(5 * second, 15 * minute);
const closing = () => backOff(second, 10 * minute);
const watching = () => backOff(minute, hour);
/** The provider's clock and ours differ, and what it takes in the last moment it may tell a little later. */
const margin = 5 * minute;

/** Money that the order does not take, if there is any. */
type Late = Payment | undefined;

/** Ends the purchase, unless the provider says that the buyer was faster. Whoever closes asks before and after. */
export async function close(life: OrderLife, event: VainEvent): Promise<Late> {
  life.enter('CLOSING');
  for (const pause = closing(); ; await life.rest(pause())) {
    const news = await life.ask();
    if (news.state === 'paid') return settle(life, news.payment);
    if (news.state === 'unknown') continue;
    if (news.state === 'waiting' && (await provider.close(life.terms.number)).state !== 'closed') continue;
    await life.end(event);
    // A code that nobody has scanned is no trade to close, and can be paid until its time is over.
    return news.state === 'absent' ? watch(life) : undefined;
  }
}

async function settle(life: OrderLife, payment: Payment): Promise<Late> {
  if (await life.take(payment)) return undefined;
  if (life.state === 'UNFINISHED') await life.end('cancel'); // somebody paid another sum
  return payment;
}

/** Waits for the payment, the buyer's change of mind or the end of time; answers money that the order does not take. */
export async function awaitPayment(life: OrderLife): Promise<Late> {
  life.enter('PAYABLE', new Date(life.expiresAt));
  let pause = payable();
  for (;;) {
    const why = await life.rest(Math.min(pause(), life.expiresAt - Date.now()));
    if (why !== 'over') pause = payable();
    if (life.isCancelAsked) return close(life, 'cancel');
    if (Date.now() >= life.expiresAt) return close(life, 'expire');
    await life.renew();
    if (why === 'warm') continue;
    const news = await life.ask();
    if (news.state === 'paid') return settle(life, news.payment);
    if (news.state === 'closed') return close(life, 'expire');
  }
}

/** Watches a canceled order whose trade could still be paid, until it cannot. */
export async function watch(life: OrderLife): Promise<Late> {
  const until = life.expiresAt + margin;
  life.enter('WATCHING', new Date(until));
  for (const pause = watching(); ;) {
    await life.rest(Date.now() < until ? Math.min(pause(), until - Date.now()) : pause());
    const isOver = Date.now() >= until;
    const news = await life.ask();
    if (news.state === 'paid') return news.payment;
    if (news.state === 'closed' || (news.state === 'absent' && isOver)) return undefined;
    if (news.state === 'waiting' && (await provider.close(life.terms.number)).state === 'closed') return undefined;
  }
}
