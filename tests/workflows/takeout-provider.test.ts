import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createMessageRecords } from '#activities/business/messages.ts';
import { createTakeoutRecords } from '#activities/business/takeouts.ts';
import { createTransfers } from '#activities/io/transfers.ts';
import { createSecrets } from '#adapters/secrets.ts';
import { balanceOf } from '#domain/ledger/balances.ts';
import { Takeout } from '#domain/payouts/takeout.entity.ts';
import { startAlipay, type Alipay } from '#tests/kit/alipay.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { buildUser } from '#tests/kit/factories.ts';
import { startStories, type Stories } from '#tests/kit/story.ts';
import { bind, earn, flatTax, verify } from '#tests/kit/takeouts.ts';
import { review, takeout, takeoutOf } from '#workflows/takeout/contract.ts';

// The real process, the real activities on a real database, and Alipay's stand-in with everything that goes wrong there.
let [stories, database, alipay]: [Stories?, TestDatabase?, Alipay?] = [];
const secrets = createSecrets(Buffer.alloc(32, 7));
beforeAll(async () => {
  [stories, database, alipay] = await Promise.all([
    startStories(),
    createTestDatabase(),
    startAlipay({ patienceMs: 300 }),
  ]);
}, 120_000);
afterAll(async () => {
  await Promise.all([stories?.close(), database?.drop(), alipay?.close()]);
});
beforeEach(() => alipay?.office.faults.clear());

const method = 'alipay.fund.trans.uni.transfer';
const query = 'alipay.fund.trans.common.query';

/** One withdrawal of 100.00 to this account, approved at once; answers how it ended. */
async function payOut(account: string) {
  if (!stories || !database || !alipay) throw new Error('not started');
  const { orm } = database;
  const place = { orm, secrets };
  const user = await buildUser({ orm, ports: { passwords: { hash: async () => 'none' } } }, { realm: 'vfine' });
  await verify(place, user);
  await bind(place, user, account);
  await earn(place, user, 10_000);
  const clock = { now: () => new Date() };
  const activities = {
    business: { ...createTakeoutRecords({ ...place, clock, tax: flatTax }), ...createMessageRecords({ orm }) },
    io: createTransfers({ ...place, clock, payments: alipay.payments }),
  };
  const request = { takeoutId: randomUUID(), userUuid: user.uuid, fen: 10_000 };
  const id = takeoutOf(request.takeoutId);
  const { flows, client, tell } = stories;
  const state = await tell(activities, async () => {
    await flows.begin(takeout, request);
    await flows.update(id, review, { verdict: 'approve' });
    return client.workflow.getHandle(id).result() as Promise<string>;
  });
  const em = orm.em.fork();
  const row = await em.findOneOrFail(Takeout, { id: request.takeoutId });
  expect(row.status).toBe(state);
  const number = request.takeoutId.replaceAll('-', '');
  const transfers = Object.values(alipay.office.state.transfers).filter((one) => one.account === account);
  expect(transfers.every((one) => one.number === number)).toBe(true);
  return { state, remark: row.remark, transfers, balance: await balanceOf(em, user.uuid) };
}

test.each<[string, Parameters<Alipay['fault']>[]]>([
  ['nothing goes wrong', []],
  ['the reply is lost', [[method, 'lost']]],
  ['a system error follows the effect', [[method, 'after']]],
  ['a system error comes before the effect', [[method, 'before']]],
  [
    'reply and first query are lost',
    [
      [method, 'lost'],
      [query, 'lost'],
    ],
  ],
  ['nothing arrives, three times', [[method, 'before', { times: 3 }]]],
  ['the answer comes too late', [[method, 'slow', { ms: 2000 }]]],
])('where %s, the money arrives exactly once', async (name, faults) => {
  for (const fault of faults) alipay?.fault(...fault);
  const { state, transfers, balance } = await payOut(`payee-${name.replaceAll(/\W/g, '')}`);
  expect([state, transfers.length, transfers[0]?.fen, balance]).toEqual(['SUCCESS', 1, 9_000, 0]);
});

test('where there is no such payee, the money returns', async () => {
  const { state, remark, transfers, balance } = await payOut('absent-payee');
  expect([state, remark, transfers.length, balance]).toEqual(['FAIL', '支付宝转账失败(PAYEE_NOT_EXIST)', 0, 10_000]);
});
