import { setTimeout as sleep } from 'node:timers/promises';
import type { Shop } from './shop.ts';

interface Offer {
  uuid: string;
  out_trade_no: string;
  pay_url: string;
}

/** Asks the API as somebody; every answer but a success is an error. */
export async function ask<T>(origin: string, token: string, endpoint: string, body?: object): Promise<T> {
  const [method = 'GET', path = ''] = endpoint.split(' ');
  const answer = await fetch(`${origin}/vfine/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${endpoint}: ${answer.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Presses the button of the cashier's page, as a buyer would. */
async function pay({ pay_url: url, out_trade_no: number }: Offer): Promise<void> {
  await (await fetch(url)).arrayBuffer();
  const paid = await fetch(new URL(`/cashier/${number}/pay`, url), { method: 'POST', redirect: 'manual' });
  await paid.arrayBuffer();
}

/** Work items one after the other in so many lanes; answers how long it took in ms. */
export async function inLanes(width: number, count: number, work: (i: number) => Promise<void>): Promise<number> {
  const begun = performance.now();
  const waiting = Array.from({ length: count }, (_, i) => i).values();
  const lane = async () => {
    for (const i of waiting) await work(i);
  };
  await Promise.all(Array.from({ length: width }, lane));
  return performance.now() - begun;
}

const look = 100; // ms

/** Looks once for all lanes which orders are paid and certified. */
function certifiedOrders({ orm }: Shop) {
  const waiting = new Map<string, () => void>();
  const end = new AbortController();
  const sql = `select distinct order_id as id from certificate where state = 'ISSUED' and order_id = any($1::uuid[])`;
  const looking = (async () => {
    while (!end.signal.aborted) {
      await sleep(look);
      if (waiting.size === 0) continue;
      const rows: { id: string }[] = await orm.em
        .fork()
        .getConnection()
        .execute(sql.replace('$1', `'{${[...waiting.keys()].join(',')}}'`));
      for (const { id } of rows) {
        waiting.get(id)?.();
        waiting.delete(id);
      }
    }
  })();
  return {
    wait: (id: string) => new Promise<void>((resolve) => void waiting.set(id, resolve)),
    end: (): Promise<void> => {
      end.abort();
      return looking;
    },
  };
}

/** Opens, pays and certifies so many orders, so many at once; answers ms, and the last order. */
export async function buyMany(origin: string, shop: Shop, width: number, count: number) {
  const certified = certifiedOrders(shop);
  let last = '';
  const ms = await inLanes(width, count, async (i) => {
    const offer = await ask<Offer>(origin, shop.buyerToken, 'POST /orders/', shop.body(i));
    const done = certified.wait(offer.uuid);
    await pay(offer);
    await done;
    last = offer.uuid;
  });
  await certified.end();
  return { ms, last };
}
