import { setTimeout as sleep } from 'node:timers/promises';
import { turnstile } from '#api/kernel/turnstile.ts';
import type { Shop } from './shop.ts';

interface Offer {
  uuid: string;
  out_trade_no: string;
  pay_url: string;
}

/** Asks the API as somebody; every answer but a success is an error. */
export async function ask<T>(
  origin: string,
  token: string,
  endpoint: string,
  body?: object,
  more: Record<string, string> = {},
): Promise<T> {
  const [method = 'GET', path = ''] = endpoint.split(' ');
  const answer = await fetch(`${origin}/vfine/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }), ...more },
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
  looking.catch(() => undefined); // whoever ends it hears of it
  return {
    wait: (id: string) => new Promise<void>((resolve) => void waiting.set(id, resolve)),
    end: (): Promise<void> => {
      end.abort();
      return looking;
    },
  };
}

const callersAtOnce = 16;

/** Opens orders, so many requests at once; one that was told to come again asks with the same key, and finds the same order. */
function counter(origin: string, shop: Shop) {
  const places = turnstile(callersAtOnce);
  return async (i: number): Promise<Offer> => {
    const key = { 'idempotency-key': crypto.randomUUID() };
    for (let tries = 1; ; tries++) {
      try {
        return await places(() => ask<Offer>(origin, shop.buyerToken, 'POST /orders/', shop.body(i), key));
      } catch (error) {
        if (tries === 5 || !String(error).includes('upstream_error')) throw error;
      }
    }
  };
}

/** Opens, pays and certifies so many orders, so many at once; answers ms, and the last order. */
export async function buyMany(origin: string, shop: Shop, width: number, count: number) {
  const certified = certifiedOrders(shop);
  const open = counter(origin, shop);
  let last = '';
  const buying = inLanes(width, count, async (i) => {
    const offer = await open(i);
    const done = certified.wait(offer.uuid);
    await pay(offer);
    await done;
    last = offer.uuid;
  });
  try {
    return { ms: await buying, last };
  } finally {
    await certified.end();
  }
}
