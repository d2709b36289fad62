import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bookRefund } from '#domain/ledger/refunds.ts';
import { creditSale } from '#domain/ledger/sales.ts';
import { equip, openTakeouts, paymentsOf } from '#tests/kit/takeouts.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
beforeAll(async () => {
  world = await buildVfine({ ports: { payments: paymentsOf({ says: 'done' }) } });
  openTakeouts(world, { says: 'done' });
});
afterAll(() => world.close());

const at = '/vfine/v1';

test('administrators see what a musician owes, and why an approval fails', async () => {
  const [user, operator] = [await world.buildMusician(), await world.buildOperator()];
  await equip({ orm: world.orm, secrets: world.ports.secrets }, user, 10_000);
  const sale = { orderId: randomUUID(), at: new Date() };
  const items = [{ certificateId: randomUUID(), sellerUuid: user.uuid, priceFen: 1_500, incomeFen: 1_234 }];
  await world.em().transactional((em) => creditSale(em, { ...sale, items }));
  const { uuid } = (await world.call(user, `POST ${at}/takeout/`, { money: 112.34 })).body as { uuid: string };
  const listed = async () =>
    ((await world.call(operator, `GET ${at}/admin/takeout/`)).body as { results: object[] }).results[0];
  expect(await listed()).toMatchObject({ uuid, debt: '0.00' });
  await world.em().transactional((em) => bookRefund(em, { ...sale, refundId: randomUUID(), items }));
  expect(await listed()).toMatchObject({ uuid, debt: '12.34' });
  const reply = await world.call(operator, `PUT ${at}/admin/takeout/${uuid}/`, { status: 'WAITING' });
  expect(reply.body).toMatchObject({ status: 'FAIL', remark: '账户有欠款,款项已退回并先抵扣欠款', debt: '0.00' });
});
