import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createOrderRecords } from '#activities/business/orders.ts';
import { createPurchaseRecords } from '#activities/business/purchases.ts';
import { createRefundRecords } from '#activities/business/refunds.ts';
import { createSecrets } from '#adapters/secrets.ts';
import { createSigner } from '#adapters/signer.ts';
import { Message } from '#domain/accounts/message.entity.ts';
import { LedgerEntry } from '#domain/ledger/ledger.entity.ts';
import { sealBuyer } from '#domain/orders/buyer-data.ts';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import { Order } from '#domain/orders/order.entity.ts';
import { PurchaseApplication } from '#domain/orders/purchase.entity.ts';
import { Refund } from '#domain/orders/refund.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { vouch } from '#domain/shared/vouching.ts';
import { asActivity } from '#tests/kit/activity.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { buildUser, buildWork } from '#tests/kit/factories.ts';

let database: TestDatabase;
let orders: ReturnType<typeof createOrderRecords>;
let refunds: ReturnType<typeof createRefundRecords>;
let purchases: ReturnType<typeof createPurchaseRecords>;
const secrets = createSecrets(Buffer.alloc(32, 7));
const now = new Date('2025-12-31T20:04:05Z'); // a new year in China
const paidAt = '2025-12-31T21:00:00.000Z';
const settings = { ORDER_HOURS: 24, COMMISSION_PERCENT: 11, REFUND_DAYS: 90, REFUND_CONFIRM_FEN: 600_00 };

beforeAll(async () => {
  database = await createTestDatabase();
  const { orm } = database;
  const given = { orm, secrets, clock: { now: () => now }, settings, signer: createSigner(Buffer.alloc(32, 5)) };
  orders = createOrderRecords(given);
  refunds = createRefundRecords(given);
  purchases = createPurchaseRecords(given);
});
afterAll(() => database.drop());

const em = () => database.orm.em.fork();
const person = () =>
  buildUser({ orm: database.orm, ports: { passwords: { hash: async () => 'none' } } }, { realm: 'vfine' });
const licence = { purpose: '广告/宣传片', detail: '全渠道投放' };

/** An order of so many licences that nobody has recorded yet. */
async function asked(licences = 1) {
  const [buyer, producer] = [await person(), await person()];
  const orderId = randomUUID();
  const works = [];
  for (let i = 0; i < licences; i++) works.push({ workUuid: (await buildWork(database, { producer })).id, ...licence });
  const contact = { name: '大姨夫', phone: '1', company: '', address: '' };
  const wish = { mode: 'PERSONAL' as const, sealed: sealBuyer(secrets, orderId, contact), works };
  return { request: { orderId, buyerUuid: buyer.uuid, wish }, orderId, buyer, producer };
}
const payment = (fen: number, tradeNumber = randomUUID()) => ({ tradeNumber, fen, paidAt });

async function paid(licences = 1) {
  const one = await asked(licences);
  await orders.recordOrder(one.request);
  await orders.recordPayment({ orderId: one.orderId, payment: payment(licences * 500_00) });
  return one;
}
const within = <T>(work: () => Promise<T>): Promise<T> => asActivity().run(work);
const twice = async <T>(work: () => Promise<T>): Promise<[T, T]> => [await work(), await work()];
const statesOf = async (order: string) => (await em().find(Certificate, { order })).map(({ state }) => state);
const entriesOf = (order: string) => em().count(LedgerEntry, { subject: `order:${order}` });

describe('each writes once, however often it runs', () => {
  test('recordOrder', async () => {
    const { request, orderId } = await asked(2);
    const [first, second] = await twice(() => orders.recordOrder(request));
    expect(second).toEqual(first);
    expect(first).toMatchObject({ totalFen: 1000_00, status: 'UNFINISHED', expiresAt: '2026-01-01T20:04:05.000Z' });
    expect(await statesOf(orderId)).toEqual(['DRAFT', 'DRAFT']);
    for (const { number } of await em().find(Certificate, { order: orderId })) expect(number).toMatch(/^VF-2026-/);
    const { wish: _, ...again } = request;
    expect(await orders.recordOrder(again)).toEqual(first);
  });

  test('recordPayment', async () => {
    const { request, orderId, buyer, producer } = await asked(2);
    await orders.recordOrder(request);
    const given = { orderId, payment: payment(1000_00) };
    expect(await twice(() => orders.recordPayment(given))).toEqual(['paid', 'paid']);
    expect(await Promise.all([1, 2, 3].map(() => orders.recordPayment(given)))).toEqual(['paid', 'paid', 'paid']);
    expect(await statesOf(orderId)).toEqual(['ISSUED', 'ISSUED']);
    expect(await entriesOf(orderId)).toBe(2); // the payment and the sale
    expect(await em().count(Message, { recipient: { $in: [buyer.id, producer.id] } })).toBe(3);
  });

  test('recordOrderEnd', async () => {
    const { request, orderId } = await asked();
    await orders.recordOrder(request);
    await twice(() => orders.recordOrderEnd({ orderId, event: 'expire' }));
    expect(await em().findOneOrFail(Order, orderId)).toMatchObject({ status: 'CANCELED', paidAt: null });
    expect(await statesOf(orderId)).toEqual(['VOID']);
  });

  test('recordLatePayment, and its refund', async () => {
    const { request, orderId } = await asked();
    await orders.recordOrder(request);
    await orders.recordOrderEnd({ orderId, event: 'cancel' });
    const late = payment(500_00);
    expect(await orders.recordPayment({ orderId, payment: late })).toBe('late');
    const first = await orders.recordLatePayment({ orderId, refundId: randomUUID(), payment: late });
    // Another run of the process knows nothing of the id that the first one chose.
    expect(await orders.recordLatePayment({ orderId, refundId: randomUUID(), payment: late })).toEqual(first);
    const [done] = await twice(() => refunds.recordRefundDone({ orderId, refundId: first.refundId }));
    expect(done).toEqual({ refundId: first.refundId, fen: 500_00, status: 'DONE' });
    expect(await entriesOf(orderId)).toBe(2); // it came and it went
    expect(await statesOf(orderId)).toEqual(['VOID']);
  });

  test('recordRefund and recordRefundDone', async () => {
    const { orderId, producer } = await paid(2);
    const [refundId, [first]] = [randomUUID(), await em().find(Certificate, { order: orderId })];
    const wish = { refundId, reason: 'x', certificates: [first?.id ?? ''], by: 'lee' };
    const [one, other] = await twice(() => within(() => refunds.recordRefund({ orderId, wish })));
    expect(other).toEqual(one);
    await twice(() => refunds.recordRefundDone({ orderId, refundId }));
    expect((await statesOf(orderId)).toSorted((a, b) => a.localeCompare(b))).toEqual(['ISSUED', 'VOID']);
    expect(await em().count(LedgerEntry, { subject: `refund:${refundId}` })).toBe(1);
    expect(await em().count(Message, { recipient: producer.id })).toBe(3); // two sold, one given back
    expect(await em().find(Audit, { subject: `refund:${refundId}` })).toMatchObject([{ actor: 'temporal-ui:lee' }]);
  });

  test('recordRefundBlocked', async () => {
    const { orderId } = await paid();
    const refundId = randomUUID();
    await within(() => refunds.recordRefund({ orderId, wish: { refundId, reason: 'x' } }));
    const given = { orderId, refundId, code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' };
    const [one, other] = await twice(() => refunds.recordRefundBlocked(given));
    expect([one, other]).toMatchObject([{ status: 'BLOCKED' }, { status: 'BLOCKED' }]);
    expect(await em().findOneOrFail(Refund, refundId)).toMatchObject({ blockedBy: given.code });
  });

  test('recordRefundVerdict, and once more whenever somebody decides again: a proof is good for once', async () => {
    const { orderId } = await paid();
    const refundId = randomUUID();
    await within(() => refunds.recordRefund({ orderId, wish: { refundId, reason: 'x' } }));
    const proof = vouch(secrets, (await em().findOneOrFail(Refund, refundId)).matter(), 'retry', 'lee');
    const verdict = { refundId, verdict: 'retry', requestId: 'the-same', by: 'lee', proof } as const;
    const decide = (activityId: string) =>
      asActivity({ activityId }).run(() => refunds.recordRefundVerdict({ orderId, verdict }));
    for (const activityId of ['1', '2']) {
      await refunds.recordRefundBlocked({ orderId, refundId, code: 'x' });
      expect(await twice(() => decide(activityId))).toMatchObject([{ status: 'SENDING' }, { status: 'SENDING' }]);
    }
    await expect(decide('3')).rejects.toMatchObject({ code: 'unsupported' });
    const row = { subject: `refund:${refundId}`, action: 'refund.retry', before: 'BLOCKED', after: 'SENDING' };
    const acts = await em().find(Audit, row);
    expect(acts.map(({ actor }) => actor)).toEqual(['lee', 'temporal-ui:lee']);
  });

  test('recordPurchase and recordPurchaseEnd', async () => {
    const [user, producer] = [await person(), await person()];
    const { id: workUuid } = await buildWork(database, { producer });
    const purchaseUuid = randomUUID();
    await twice(() => purchases.recordPurchase({ purchaseUuid, userUuid: user.uuid, workUuid, remark: '' }));
    await twice(() => within(() => purchases.recordPurchaseEnd({ purchaseUuid, event: 'approve', remark: 'yes' })));
    await within(() => purchases.recordPurchaseEnd({ purchaseUuid, event: 'expire' }));
    expect(await em().find(PurchaseApplication, { user: user.id })).toMatchObject([
      { status: 'SUCCESS', answer: 'yes' },
    ]);
  });
});

describe('what must not happen', () => {
  test('a payment of another sum, or another payment of a paid order, is late and changes nothing', async () => {
    const { request, orderId } = await asked();
    await orders.recordOrder(request);
    expect(await orders.recordPayment({ orderId, payment: payment(500_01) })).toBe('late');
    expect(await statesOf(orderId)).toEqual(['DRAFT']);
    await orders.recordPayment({ orderId, payment: payment(500_00) });
    expect(await orders.recordPayment({ orderId, payment: payment(500_00) })).toBe('late');
    expect(await entriesOf(orderId)).toBe(2);
  });

  test('an end after the payment changes nothing', async () => {
    const { orderId } = await paid();
    await orders.recordOrderEnd({ orderId, event: 'cancel' });
    expect(await statesOf(orderId)).toEqual(['ISSUED']);
  });

  test('two refunds of one licence at once: one of them', async () => {
    const { orderId } = await paid();
    const one = () => within(() => refunds.recordRefund({ orderId, wish: { refundId: randomUUID(), reason: 'x' } }));
    const outcomes = await Promise.allSettled([one(), one(), one()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await em().count(Refund, { order: orderId })).toBe(1);
  });

  test('a large sum from the Temporal UI, licence by licence, at once or one after the other', async () => {
    const { orderId } = await paid(3);
    const certificates = await em().find(Certificate, { order: orderId });
    const ask = ({ id }: Certificate) =>
      within(() =>
        refunds.recordRefund({ orderId, wish: { refundId: randomUUID(), reason: 'x', certificates: [id], by: 'lee' } }),
      );
    const outcomes = await Promise.allSettled(certificates.map(ask));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const rest = await em().find(Certificate, { order: orderId, state: 'ISSUED' });
    for (const one of rest) await expect(ask(one)).rejects.toMatchObject({ code: 'wrong_role' });
    expect(await em().count(Refund, { order: orderId })).toBe(1);
  });

  test('a large refund from the Temporal UI, or a confirmation from there, whoever is named', async () => {
    const { orderId } = await paid(2);
    const [refundId, admin, other] = [randomUUID(), randomUUID(), randomUUID()];
    const ask = (more: object) =>
      within(() => refunds.recordRefund({ orderId, wish: { refundId, reason: 'x', ...more } }));
    await expect(ask({ by: admin })).rejects.toMatchObject({ code: 'wrong_role' });
    await expect(ask({ by: admin, requestId: 'r', proof: 'x' })).rejects.toMatchObject({ code: 'wrong_role' });
    const asked = vouch(secrets, `refund:${refundId}`, 'ask', admin);
    const proof = (deed: string, by: string) => ({ proof: vouch(secrets, `refund:${refundId}:0`, deed, by) });
    expect(await ask({ by: admin, proof: asked })).toMatchObject({ status: 'WAITING' });
    const confirm = (more: object) =>
      within(() =>
        refunds.recordRefundVerdict({ orderId, verdict: { refundId, verdict: 'confirm' as const, ...more } }),
      );
    await expect(confirm({ by: other })).rejects.toMatchObject({ code: 'wrong_role' });
    for (const made of [proof('confirm', admin), proof('refuse', other)])
      await expect(confirm({ by: other, ...made })).rejects.toMatchObject({ code: 'wrong_role' });
    await expect(confirm({ by: admin, ...proof('confirm', admin) })).rejects.toMatchObject({ code: 'same_person' });
    expect(await statesOf(orderId)).toEqual(['ISSUED', 'ISSUED']);
    expect(await confirm({ by: other, ...proof('confirm', other) })).toMatchObject({ status: 'SENDING' });
    expect(await statesOf(orderId)).toEqual(['VOID', 'VOID']);
  });

  test('one row for both administrators, also where nobody asks our code', async () => {
    const { orderId } = await paid(2);
    const [refundId, admin] = [randomUUID(), randomUUID()];
    const wish = { refundId, reason: 'x', by: admin, proof: vouch(secrets, `refund:${refundId}`, 'ask', admin) };
    await within(() => refunds.recordRefund({ orderId, wish }));
    const sql = `update refund set confirmed_by = requested_by where id = '${refundId}'`;
    await expect(em().getConnection().execute(sql)).rejects.toThrow('refund_two_people_check');
  });

  test('an order of what is not there, and a process without an order', async () => {
    const { request } = await asked();
    const orderId = randomUUID();
    await expect(orders.recordOrder({ orderId, buyerUuid: request.buyerUuid })).rejects.toMatchObject({
      code: 'unknown_order',
    });
    await expect(orders.recordOrder({ ...request, buyerUuid: randomUUID() })).rejects.toMatchObject({
      code: 'unknown_account',
    });
    expect(await em().count(Order, { id: [orderId, request.orderId] })).toBe(0);
  });
});
