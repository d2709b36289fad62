import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import { hear } from '#tests/kit/child.ts';
import { startPlatform } from '#tests/kit/platform.ts';
import { orderPaymentOf } from '#workflows/order-payment/contract.ts';
import { workFolder } from '../assets.ts';
import { median } from '../measure.ts';
import { ask, buyMany, inLanes } from './buying.ts';
import { startBare } from './bare.ts';
import { reads, type Things } from './reads.ts';
import { openShop } from './shop.ts';

const width = 200; // orders in flight
const count = 400;
const requests = 200;
const callers = 4;

/** Times of single requests in ms, so many callers at once. */
async function timesOf(many: number, request: (i: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  await inLanes(callers, many, async (i) => {
    const begun = performance.now();
    await request(i);
    times.push(performance.now() - begun);
  });
  return times;
}

const quantile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;

const halfAndMost = (times: readonly number[]) => [quantile(times, 0.5), quantile(times, 0.99)] as const;

/** Bare and ours by turns, in rounds, so that whatever else the machine does meets both. */
async function compare(bare: (i: number) => Promise<unknown>, ours: (i: number) => Promise<unknown>, many: number) {
  const [floor, candidate]: [number[], number[]] = [[], []];
  for (let round = 0; round < 4; round++) {
    floor.push(...(await timesOf(many / 4, bare)));
    candidate.push(...(await timesOf(many / 4, ours)));
  }
  const [[bare50, bare99], [ours50, ours99]] = [halfAndMost(floor), halfAndMost(candidate)];
  return {
    'bare p50, ms': bare50,
    'ours p50, ms': ours50,
    'bare p99, ms': bare99,
    'ours p99, ms': ours99,
    'ratio p50': ours50 / bare50,
    'ratio p99': ours99 / bare99,
  };
}

const rounded = (row: Record<string, number>) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value.toFixed(2))]));

async function startBareKoa(url: string, things: Things & { work: string }) {
  const child = fork(join(import.meta.dirname, 'bare-koa.ts'), [url, JSON.stringify(things)]);
  const { port } = (await hear(child).next()) as { port: number };
  const get = async (path: string, method = 'GET') => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    if (!answer.ok) throw new Error(`bare ${path}: ${answer.status}`);
    return answer.arrayBuffer();
  };
  return { get, stop: () => void child.kill() };
}

/** Orders opened, paid and certified a second beside workflows that do nothing, and how long single requests take. */
export async function benchOrders({ runs }: { runs: number }): Promise<void> {
  const platform = await startPlatform();
  try {
    await platform.ready();
    await platform.until('the workers', 60_000, () => platform.output().match(/worker ready/g)?.length === 2);
    const { origin } = platform;
    const shop = await openShop(platform);
    const bare = await startBare(platform.temporalAddress);
    const { last } = await buyMany(origin, shop, 10, 20);
    const { events } = await bare.client.workflow.getHandle(orderPaymentOf(last)).fetchHistory();
    const activities = (events ?? []).filter((event) => event.activityTaskScheduledEventAttributes).length;

    const rates = [];
    for (let run = 0; run < runs; run++) {
      const floor = (count / (await bare.run(width, count, activities))) * 1000;
      const ours = (count / (await buyMany(origin, shop, width, count)).ms) * 1000;
      rates.push({ 'bare, a second': floor, 'orders, a second': ours, ratio: ours / floor });
    }
    console.log(`${width} in flight, ${count} a round, ${activities} activities each`);
    console.table(rates.map(rounded));
    console.log(`median ratio ${median(rates.map(({ ratio }) => ratio)).toFixed(2)}`);
    await bare.stop();

    const certificate = await shop.orm.em.fork().findOneOrFail(Certificate, { order: last });
    await ask(origin, shop.buyerToken, 'POST /cart/', shop.item);
    const ids = { buyer: shop.buyer.id, seller: shop.seller.id, sellerUuid: shop.seller.uuid };
    const things = { ...ids, order: last, certificate: certificate.id, work: shop.works[0]?.id ?? '' };
    const koa = await startBareKoa(platform.databaseUrl(), things);
    const rows: Record<string, Record<string, number>> = {};
    const open = (i: number) => ask(origin, shop.buyerToken, 'POST /orders/', shop.body(i));
    rows['POST /orders/'] = rounded(await compare(() => koa.get('/orders', 'POST'), open, requests));
    for (const [i, { path, as }] of reads.entries()) {
      const token = as === 'buyer' ? shop.buyerToken : shop.sellerToken;
      const ours = () => ask(origin, token, `GET ${path(things)}`);
      rows[`GET ${path(things)}`] = rounded(await compare(() => koa.get(`/${i}`), ours, requests));
    }
    console.table(rows);
    koa.stop();
    await shop.orm.close(true);
    const result = { date: new Date().toISOString(), width, count, activities, rates, rows };
    mkdirSync(workFolder, { recursive: true });
    writeFileSync(join(workFolder, 'orders.json'), JSON.stringify(result, null, 2));
  } finally {
    await platform.stop();
  }
}
