import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTakeoutRecords } from '#activities/business/takeouts.ts';
import { createTransfers } from '#activities/io/transfers.ts';
import { createSecrets } from '#adapters/secrets.ts';
import { Takeout } from '#domain/payouts/takeout.entity.ts';
import { transferNumberOf } from '#domain/payouts/takeout.plan.ts';
import type { Payments, TransferFacts } from '#domain/ports/payments.ts';
import { asActivity } from '#tests/kit/activity.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { buildUser } from '#tests/kit/factories.ts';
import { equip, flatTax } from '#tests/kit/takeouts.ts';

let database: TestDatabase;
const secrets = createSecrets(Buffer.alloc(32, 7));
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

/** A provider that knows each number once, whatever is sent under it again. */
function provider(reply: 'heard' | 'lost' = 'heard') {
  const made = new Map<string, unknown>();
  const sent: Parameters<Payments['transfer']>[0][] = [];
  const at = new Date('2026-01-02T03:04:05Z');
  const known = (number: string): TransferFacts =>
    made.has(number) ? { state: 'done', providerNumber: `p-${number}`, at } : { state: 'absent' };
  return {
    made,
    sent,
    async transfer(request: Parameters<Payments['transfer']>[0]) {
      sent.push(request);
      made.set(request.number, request);
      const facts = known(request.number);
      return reply === 'lost' || facts.state === 'absent' ? ({ state: 'unknown', reason: 'lost' } as const) : facts;
    },
    queryTransfer: async (number: string) => known(number),
  };
}

async function approved(fen = 10_000): Promise<string> {
  const place = { orm: database.orm, secrets };
  const user = await buildUser({ ...place, ports: { passwords: { hash: async () => 'none' } } }, { realm: 'vfine' });
  await equip(place, user, fen);
  const records = createTakeoutRecords({ ...place, clock: { now: () => new Date() }, tax: flatTax });
  const takeoutId = randomUUID();
  await records.recordTakeout({ takeoutId, userUuid: user.uuid, fen });
  const decision = { takeoutId, event: 'approve' } as const;
  await asActivity().run(() => records.recordTakeoutDecision(decision));
  return takeoutId;
}
const run = (payments: ReturnType<typeof provider>, takeoutId: string, attempt = 1) => {
  const { sendTransfer } = createTransfers({ orm: database.orm, secrets, payments });
  return asActivity({ attempt }).run(() => sendTransfer({ takeoutId }));
};

test('sends what was approved less the tax, under the number of the withdrawal', async () => {
  const [takeoutId, alipay] = [await approved(), provider()];
  const number = transferNumberOf(takeoutId);
  expect(await run(alipay, takeoutId)).toEqual({
    state: 'done',
    providerNumber: `p-${number}`,
    at: '2026-01-02T03:04:05.000Z',
  });
  expect(alipay.sent).toEqual([
    { number, fen: 9_000, title: '音乐授权收入', payee: { account: 'dayifu@example.org', name: '大姨夫' } },
  ]);
});

test('tried again, it asks first and sends nothing that is there', async () => {
  const [takeoutId, alipay] = [await approved(), provider('lost')];
  expect(await run(alipay, takeoutId)).toEqual({ state: 'unknown', reason: 'lost' });
  expect(await run(alipay, takeoutId, 2)).toMatchObject({ state: 'done' });
  expect([alipay.sent.length, alipay.made.size]).toEqual([1, 1]);
});

test('tried again where nothing is there, it sends the very same', async () => {
  const [takeoutId, alipay] = [await approved(), provider()];
  expect(await run(alipay, takeoutId, 2)).toMatchObject({ state: 'done' });
  await run(alipay, takeoutId);
  expect(alipay.sent[1]).toEqual(alipay.sent[0]);
  expect(alipay.made.size).toBe(1);
});

test('sends nothing of what was not approved', async () => {
  const [takeoutId, alipay] = [await approved(), provider()];
  const em = database.orm.em.fork();
  await em.nativeUpdate(Takeout, { id: takeoutId }, { status: 'FAIL' });
  expect(await run(alipay, takeoutId)).toEqual({ state: 'absent' });
  expect(alipay.sent).toEqual([]);
});

test('fails where the tax of the day leaves less than the provider transfers', async () => {
  const [takeoutId, alipay] = [await approved(11), provider()];
  const em = database.orm.em.fork();
  await em.nativeUpdate(Takeout, { id: takeoutId }, { taxFen: 2 });
  expect(await run(alipay, takeoutId)).toEqual({ state: 'failed', code: 'TRANSFER_LIMIT' });
  expect(alipay.sent).toEqual([]);
});
