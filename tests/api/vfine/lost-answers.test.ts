import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loseAnswers } from '#tests/kit/keyed.ts';
import { at, buildShop, type Shop } from '#tests/kit/shop.ts';

let shop: Shop;
beforeAll(async () => void (shop = await buildShop()));
afterAll(() => shop.close());

test('an order that was cancelled under a key is no refusal to who asks again, and one to anybody else', async () => {
  const { user, uuid } = await shop.ordered();
  const cancel = (key: string) =>
    shop.call(user, `DELETE ${at}/orders/${uuid}/`, undefined, { 'idempotency-key': key });
  expect(await cancel('first')).toMatchObject({ status: 204 });
  await loseAnswers(shop);
  expect(await cancel('first')).toMatchObject({ status: 204 });
  expect(await cancel('second')).toMatchObject({ status: 400, body: { code: 'action_already_done' } });
});
