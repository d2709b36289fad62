import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import { buildCertificate } from '#tests/kit/certificates.ts';
import { earn, equip, openTakeouts } from '#tests/kit/takeouts.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
beforeAll(async () => {
  world = await buildVfine();
  openTakeouts(world, { says: 'done' });
});
afterAll(() => world.close());

const at = '/vfine/v1';
const total = async (who: User | undefined) => world.call(who, `GET ${at}/income/total/`);
const list = async (who: User | undefined, query = '') => world.call(who, `GET ${at}/income/${query}`);

test('a musician without sales has earned nothing', async () => {
  const seller = await world.buildMusician();
  expect((await total(seller)).body).toEqual({
    data: {
      balance: '0.00',
      total_income: '0.00',
      current_month_income: '0.00',
      total_order: 0,
      current_month_order: 0,
    },
  });
  expect((await list(seller)).body).toEqual({ count: 0, next: null, previous: null, results: [] });
});

test('licences that count are income, of this month and in all; what is set aside is no balance', async () => {
  const [seller, buyer] = [await world.buildMusician(), await world.buildUser()];
  const now = await buildCertificate(world, { buyer, seller });
  world.ports.clock = { now: () => now.issuedAt ?? new Date() }; // a month may end while this is told
  const before = await buildCertificate(world, { buyer, seller, incomeFen: 100, workName: '旧作' });
  await buildCertificate(world, { buyer, seller, state: 'DRAFT' });
  await buildCertificate(world, { buyer, seller, state: 'VOID' });
  await world.em().nativeUpdate(Certificate, { id: before.id }, { issuedAt: new Date('2017-02-21T05:02:00Z') });
  const place = { orm: world.orm, secrets: world.ports.secrets };
  await equip(place, seller, 0);
  await earn(place, seller, 44_600);
  await world.call(seller, `POST ${at}/takeout/`, { money: 100 });
  expect((await total(seller)).body).toEqual({
    data: {
      balance: '346.00',
      total_income: '446.00',
      current_month_income: '445.00',
      total_order: 2,
      current_month_order: 1,
    },
  });
  expect((await list(seller)).body).toMatchObject({
    count: 2,
    results: [
      { uuid: now.id, work_name: '夜航', licensee: '可口可乐', price: '500.00', income: '445.00' },
      { uuid: before.id, work_name: '旧作', purchase_date: '2017-02-21T05:02:00.000000Z', income: '1.00' },
    ],
  });
  expect((await list(seller, '?page=2&page_size=1')).body).toMatchObject({ count: 2, results: [{ uuid: before.id }] });
  expect((await list(await world.buildMusician())).body).toMatchObject({ count: 0 });
});

test('is for musicians', async () => {
  for (const ask of [total, list]) {
    expect(await ask(undefined)).toMatchObject({ status: 401 });
    expect(await ask(await world.buildUser())).toMatchObject({ status: 403 });
    expect(await ask(await world.buildOperator())).toMatchObject({ status: 403 });
  }
});
