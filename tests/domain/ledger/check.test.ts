import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { creditSale } from '#domain/ledger/sales.ts';
import { checkLedger } from '#domain/ledger/check.ts';
import { returnTakeout } from '#domain/ledger/pay-outs.ts';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import { Order } from '#domain/orders/order.entity.ts';
import { saleItemOf } from '#domain/orders/settle-order.ts';
import { Takeout } from '#domain/payouts/takeout.entity.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { bind, openTakeouts, paymentsOf, verify, type Provider } from '#tests/kit/takeouts.ts';
import { buildCertificate } from '#tests/kit/certificates.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
const provider: Provider = { says: 'done' };
let seller: User;
let operator: User;
beforeAll(async () => {
  world = await buildVfine({ ports: { payments: paymentsOf(provider) } });
  openTakeouts(world, provider);
  [seller, operator] = [await world.buildMusician(), await world.buildOperator()];
  const place = { orm: world.orm, secrets: world.ports.secrets };
  await verify(place, seller);
  await bind(place, seller);
});
afterAll(() => world.close());

const at = '/vfine/v1';
const found = async () =>
  (await checkLedger(world.em())).flatMap(({ name, findings }) => findings.map((finding) => `${name}: ${finding}`));

/** An order of one licence that was paid and booked. */
async function sell(): Promise<Certificate> {
  const { id } = await buildCertificate(world, { buyer: await world.buildUser(), seller });
  const certificate = await world.em().findOneOrFail(Certificate, { id }, { populate: ['seller'] });
  const orderId = certificate.order.id;
  await world.em().transactional((em) => creditSale(em, { orderId, at: new Date(), items: [saleItemOf(certificate)] }));
  return certificate;
}
async function withdraw(money: number): Promise<string> {
  const reply = await world.call(seller, `POST ${at}/takeout/`, { money });
  return (reply.body as { uuid: string }).uuid;
}

test('an empty ledger is sound', async () => {
  expect(await found()).toEqual([]);
});

test('a ledger of sales and withdrawals in every state is sound', async () => {
  await sell();
  const [paid, refused, waiting, dropped] = [
    await withdraw(100),
    await withdraw(50),
    await withdraw(20),
    await withdraw(10),
  ];
  await withdraw(15);
  await world.call(operator, `PUT ${at}/admin/takeout/${paid}/`, { status: 'WAITING' });
  await world.call(operator, `PUT ${at}/admin/takeout/${refused}/`, { status: 'FAIL', remark: 'x' });
  await world.call(seller, `DELETE ${at}/takeout/${dropped}/`, undefined, { 'idempotency-key': randomUUID() });
  const bounced = await withdraw(30);
  await world.call(operator, `PUT ${at}/admin/takeout/${bounced}/`, { status: 'WAITING' });
  provider.says = 'failed';
  const key = { 'idempotency-key': randomUUID() };
  await world.call(operator, `POST ${at}/admin/takeout/${bounced}/return`, { remark: 'x' }, key);
  provider.says = 'dealing';
  await world.call(operator, `PUT ${at}/admin/takeout/${waiting}/`, { status: 'WAITING' });
  provider.says = 'done';
  expect(await found()).toEqual([]);
  const states = (await world.em().find(Takeout, {})).map(({ status }) => status);
  expect(states.toSorted()).toEqual(['CANCEL', 'FAIL', 'FAIL', 'REQUESTING', 'SUCCESS', 'WAITING']);
});

test('a paid order that nobody booked is found', async () => {
  const { order, id } = await buildCertificate(world, { buyer: await world.buildUser(), seller });
  expect(await found()).toEqual([
    expect.stringContaining(`order:${order.id}:payment is not booked (payment, 50000 fen)`),
    expect.stringContaining(`order:${order.id}:sale is not booked`),
    expect.stringContaining(`${seller.uuid} earned 89000 fen, and is credited 44500`),
  ]);
  await world.em().nativeDelete(Certificate, { id });
  await world.em().nativeDelete(Order, { id: order.id });
  expect(await found()).toEqual([]);
});

test('a withdrawal that says other than the ledger, and a tax that does not follow, are found', async () => {
  const id = await withdraw(10);
  await world.em().nativeUpdate(Takeout, { id }, { status: 'CANCEL' });
  expect(await found()).toEqual([
    expect.stringContaining(`takeout:${id}:end is not booked (takeout-returned, 1000 fen)`),
    expect.stringContaining(`${seller.uuid} has asked for 3500 fen, and 4500 are set aside`),
  ]);
  const back = { takeoutId: id, sellerUuid: seller.uuid, fen: 1_000, at: new Date() };
  await world.em().transactional((em) => returnTakeout(em, back));
  expect(await found()).toEqual([]);
  await world.em().nativeUpdate(Takeout, { id }, { taxFen: 99 });
  expect(await found()).toEqual([expect.stringContaining(`takeout:${id} has a tax that does not follow`)]);
  await world.em().nativeUpdate(Takeout, { id }, { taxFen: 100 });
});

test('an entry that nothing explains is found, of another sum too', async () => {
  const orderId = randomUUID();
  const items = [{ certificateId: 'c', sellerUuid: seller.uuid, priceFen: 10, incomeFen: 8 }];
  await world.em().transactional((em) => creditSale(em, { orderId, at: new Date(), items }));
  const findings = await found();
  expect(findings).toHaveLength(3);
  expect(findings[0]).toContain(`order:${orderId}:payment is booked (payment, 10 fen), and nothing says why`);
  const { order } = await sell();
  await world.em().nativeUpdate(Order, { id: order.id }, { totalFen: 49_999 });
  expect((await found()).join('\n')).toContain('is booked as sale, 50000 fen, not sale, 49999 fen');
});
