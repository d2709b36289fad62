import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { PurchaseApplication } from '#domain/orders/purchase.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { at, buildShop, type Shop } from '#tests/kit/shop.ts';

let shop: Shop;
beforeAll(async () => void (shop = await buildShop()));
afterAll(() => shop.close());

const ask = (who: User | undefined, body: object) => shop.call(who, `POST ${at}/users/purchase-work/`, { ...body });
const answer = (who: User | undefined, id: number, body: object) =>
  shop.call(who, `POST ${at}/admin/purchases/${id}/review`, { ...body });

describe('POST /users/purchase-work/', () => {
  test('notes an enquiry in the shape that the document prints', async () => {
    const [user, { work }] = [await shop.buildUser(), await shop.forSale({ canSell: false })];
    const reply = await ask(user, { uuid: work.id, remark: 'xxxx' });
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      id: expect.any(Number),
      remark: 'xxxx',
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      status: 'APPLY',
      user: user.uuid,
      work: work.id,
    });
    expect(await ask(user, { uuid: work.id })).toMatchObject({ status: 400, body: { code: 'action_already_done' } });
  });

  test.each([
    ['2026-11-26T15:59:59Z', '2026-11-26'],
    ['2026-11-26T16:00:00Z', '2026-11-27'],
  ])('that was made at %s is of the %s in China', async (moment, date) => {
    const [user, admin, { work }] = [await shop.buildUser(), await shop.buildOperator(), await shop.forSale()];
    const { id } = (await ask(user, { uuid: work.id })).body as { id: number };
    await shop.em().nativeUpdate(PurchaseApplication, { id }, { createdAt: new Date(moment) });
    expect(await answer(admin, id, { verdict: 'approve' })).toMatchObject({ body: { id, date } });
  });

  test.each([
    ['no work', { uuid: undefined }, 'missing_body_field'],
    ['a work that is no uuid', { uuid: 'x' }, 'invalid_value'],
    ['a remark that is no text', { remark: 1 }, 'invalid_value'],
    ['a remark too long', { remark: 'x'.repeat(501) }, 'invalid_value'],
  ])('refuses %s', async (_name, wrong, code) => {
    const [user, { work }] = [await shop.buildUser(), await shop.forSale()];
    expect(await ask(user, { uuid: work.id, remark: '', ...wrong })).toMatchObject({ status: 400, body: { code } });
    expect(await shop.em().count(PurchaseApplication, { user: user.id })).toBe(0);
  });

  test('is about works of others that are shown', async () => {
    const [user, { work, producer }, hidden] = [
      await shop.buildUser(),
      await shop.forSale(),
      await shop.forSale({ status: 'OFFLINE' }),
    ];
    expect(await ask(producer, { uuid: work.id })).toMatchObject({ status: 400, body: { code: 'unsupported' } });
    expect(await ask(user, { uuid: hidden.work.id })).toMatchObject({ status: 400 });
    expect(await ask(user, { uuid: '00000000-0000-4000-8000-000000000000' })).toMatchObject({ status: 404 });
    expect(await ask(undefined, { uuid: work.id })).toMatchObject({ status: 401 });
    expect(await ask(await shop.buildOperator(), { uuid: work.id })).toMatchObject({ status: 404 });
  });
});

describe('operators', () => {
  test.each([
    ['approve', 'SUCCESS'],
    ['refuse', 'FAIL'],
  ])('%s an enquiry, once, and leave an audit row', async (verdict, status) => {
    const [user, admin, { work }] = [await shop.buildUser(), await shop.buildOperator(), await shop.forSale()];
    const { id } = (await ask(user, { uuid: work.id })).body as { id: number };
    const list = await shop.call(admin, `GET ${at}/admin/purchases/?status=APPLY&page_size=100`);
    expect((list.body as { results: { id: number }[] }).results.map((one) => one.id)).toContain(id);
    expect(await answer(admin, id, { verdict, remark: 'call us' })).toMatchObject({
      status: 200,
      body: { id, status },
    });
    expect(await answer(admin, id, { verdict })).toMatchObject({ status: 400, body: { code: 'action_already_done' } });
    expect(await shop.em().find(Audit, { actor: admin.uuid })).toMatchObject([
      { action: `purchase.${verdict}`, before: 'APPLY', after: status },
    ]);
  });

  test.each([
    ['nobody', async () => undefined, 401],
    ['a user', () => shop.buildUser(), 403],
    ['a manager', () => shop.buildUser({ roles: ['manager'] }), 403],
  ])('only: not %s', async (_name, who, status) => {
    const person = await who();
    expect(await shop.call(person, `GET ${at}/admin/purchases/`)).toMatchObject({ status });
    expect(await answer(person, 1, { verdict: 'approve' })).toMatchObject({ status });
  });

  test('find nothing that was not asked', async () => {
    const admin = await shop.buildOperator();
    expect(await answer(admin, 999_999, { verdict: 'approve' })).toMatchObject({ status: 404 });
    expect(await answer(admin, 1, { verdict: 'perhaps' })).toMatchObject({ status: 400 });
  });
});
