// node tests/bench/orders/bare-koa.ts DATABASE_URL THINGS: the queries of `reads.ts` and the rows of an order, behind routes that do nothing else.
import { randomUUID } from 'node:crypto';
import { Router } from '@koa/router';
import Koa from 'koa';
import { Pool } from 'pg';
import { reads, type Things } from './reads.ts';

const [url = '', given = '{}'] = process.argv.slice(2);
const things = JSON.parse(given) as Things & { work: string };
const pool = new Pool({ connectionString: url, max: 20 });
const router = new Router();

for (const [i, { sql }] of reads.entries())
  router.get(`/${i}`, async (koa) => {
    const answers = [];
    for (const statement of sql(things)) answers.push((await pool.query(statement)).rows);
    koa.body = answers;
  });

router.post('/orders', async (koa) => {
  const client = await pool.connect();
  const [order, certificate] = [randomUUID(), randomUUID()];
  await client.query('begin');
  await client.query(
    `insert into licence_order (id, created_at, updated_at, buyer_id, mode, sealed, total_fen, status, expires_at)
     values ($1, now(), now(), $2, 'PERSONAL', 'sealed', 1, 'CANCELED', now())`,
    [order, things.buyer],
  );
  await client.query(
    `insert into certificate (id, created_at, updated_at, number, order_id, work_id, seller_id, author, licensee, work_name,
     work_path, purpose, detail, price_fen, income_fen, state)
     values ($1, now(), now(), $2, $3, $4, $5, 'a', 'l', 'w', 'p', 'x', 'y', 1, 1, 'DRAFT')`,
    [certificate, certificate, order, things.work, things.seller],
  );
  await client.query('commit');
  client.release();
  koa.body = { uuid: order };
});

const server = new Koa().use(router.routes()).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
