import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Work } from '#domain/works/work.entity.ts';
import { at, buildShop, type Shop } from '#tests/kit/shop.ts';

let shop: Shop;
beforeAll(async () => void (shop = await buildShop()));
afterAll(() => shop.close());

const item = { purpose: '广告/宣传片', detail: '全渠道投放' };
type Person = Awaited<ReturnType<Shop['buildUser']>>;
const add = (who: Person | undefined, body: object) => shop.call(who, `POST ${at}/cart/`, { ...body });
const cart = async (who: Person) => (await shop.call(who, `GET ${at}/cart/`)).body;

test('GET /pricing/ shows purposes, questions and prices to everybody', async () => {
  const reply = await shop.call(undefined, `GET ${at}/pricing/`);
  expect(reply.status).toBe(200);
  const { purpose } = reply.body as { purpose: { name: string; question: string; detail: object[] }[] };
  expect(purpose[0]).toMatchObject({ name: '广告/宣传片', question: '请选择您的投放渠道' });
  expect(purpose[0]?.detail[0]).toEqual({ name: '全渠道投放', price: 500 });
});

describe('the cart', () => {
  test('keeps a licence once, shows it with its price and work, and lets go of it', async () => {
    const [user, { work, producer }] = [await shop.buildUser(), await shop.forSale()];
    const reply = await add(user, { work: work.id.toUpperCase(), ...item });
    expect(reply.status).toBe(201);
    expect(await add(user, { work: work.id, purpose: '商业广告/宣传片', detail: item.detail })).toMatchObject({
      status: 201,
      body: reply.body,
    });
    const shown = {
      id: expect.any(Number),
      ...item,
      pricing: 500,
      work: { uuid: work.id, name: work.name, path: work.path, producer: { uuid: producer.uuid, name: '富宇' } },
    };
    expect(await cart(user)).toEqual({ count: 1, next: null, previous: null, results: [shown] });
    const { id } = reply.body as { id: number };
    expect(await shop.call(await shop.buildUser(), `DELETE ${at}/cart/${id}/`)).toMatchObject({ status: 404 });
    expect(await shop.call(user, `DELETE ${at}/cart/${id}/`)).toMatchObject({ status: 204 });
    expect(await shop.call(user, `DELETE ${at}/cart/${id}/`)).toMatchObject({ status: 404 });
    expect(await cart(user)).toMatchObject({ count: 0 });
  });

  test.each([
    ['no work', { work: undefined }, 400, 'missing_body_field'],
    ['no purpose', { purpose: undefined }, 400, 'missing_body_field'],
    ['a purpose that is not sold', { purpose: '广告' }, 400, 'invalid_value'],
    ['a purpose named like a property', { purpose: '__proto__' }, 400, 'invalid_value'],
    ['a detail of another purpose', { detail: '网络播映' }, 400, 'invalid_value'],
    ['a work that is no uuid', { work: 'x' }, 400, 'invalid_value'],
    ['a text that cannot be kept', { detail: '\0' }, 400, 'invalid_value'],
    ['a work that is not there', { work: '00000000-0000-4000-8000-000000000000' }, 404, undefined],
  ])('refuses %s', async (_name, wrong, status, code) => {
    const [user, { work }] = [await shop.buildUser(), await shop.forSale()];
    const reply = await add(user, { work: work.id, ...item, ...wrong });
    expect(reply).toMatchObject({ status, body: code ? { code } : { detail: 'Not found.' } });
    expect(await cart(user)).toMatchObject({ count: 0 });
  });

  test.each([
    ['is not on the shelf', { status: 'OFFLINE' }, 400],
    ['waits for its review', { status: 'WAITING' }, 400],
    ['is not for sale', { canSell: false }, 400],
    ['is deleted', { status: 'DELETE' }, 404],
  ])('takes no work that %s', async (_name, fields, status) => {
    const [user, { work }] = [await shop.buildUser(), await shop.forSale(fields)];
    expect(await add(user, { work: work.id, ...item })).toMatchObject({ status });
    expect(await cart(user)).toMatchObject({ count: 0 });
  });

  test.each([
    ['is off the shelf', { status: 'OFFLINE' }],
    ['is not for sale any more', { canSell: false }],
    ['is deleted', { status: 'DELETE' }],
    ['has lost its song', { path: 'elsewhere.mp3' }],
  ] as const)('has no price for a work that %s meanwhile', async (_name, change) => {
    const [user, { work }] = [await shop.buildUser(), await shop.forSale()];
    await add(user, { work: work.id, ...item });
    await shop.em().nativeUpdate(Work, { id: work.id }, change);
    expect(await cart(user)).toMatchObject({ results: [{ pricing: null, work: { uuid: work.id } }] });
  });

  test('that holds a work which is not sold any more is not ordered, and the order says which', async () => {
    const [user, one, other] = [await shop.buildUser(), await shop.forSale(), await shop.forSale({ name: '夜航' })];
    for (const { work } of [one, other]) await add(user, { work: work.id, ...item });
    await shop.em().nativeUpdate(Work, { id: other.work.id }, { canSell: false });
    expect(await shop.order(user, [shop.wish(one.work), shop.wish(other.work)])).toMatchObject({
      status: 400,
      body: { message: '作品《夜航》已停止销售', code: 'unsupported' },
    });
  });

  test.each(['/path.mp3', 'sdas.path', 'songs/elsewhere.mp3'])(
    'takes no work whose path, %s, is no song that its licensee would get',
    async (path) => {
      const [user, { work }] = [await shop.buildUser(), await shop.forSale({ path })];
      const refused = { status: 400, body: { message: '作品没有可交付的音频文件', code: 'unsupported' } };
      expect(await add(user, { work: work.id, ...item })).toMatchObject(refused);
      expect(await shop.order(user, [shop.wish(work)])).toMatchObject(refused);
    },
  );

  test("takes none of the buyer's own works", async () => {
    const { work, producer } = await shop.forSale();
    expect(await add(producer, { work: work.id, ...item })).toMatchObject({
      status: 400,
      body: { code: 'unsupported' },
    });
  });

  test('is full at some time', async () => {
    const user = await shop.buildUser();
    for (let i = 0; i < 50; i++) await add(user, { work: (await shop.forSale()).work.id, ...item });
    const reply = await add(user, { work: (await shop.forSale()).work.id, ...item });
    expect(reply).toMatchObject({ status: 400, body: { message: '购物车已满', code: 'unsupported' } });
    expect(await cart(user)).toMatchObject({ count: 50 });
  });

  test('is for people of this face who are logged in', async () => {
    const { work } = await shop.forSale();
    expect(await add(undefined, { work: work.id, ...item })).toMatchObject({ status: 401 });
    expect(await shop.call(undefined, `GET ${at}/cart/`)).toMatchObject({ status: 401 });
    expect(await shop.call(undefined, `DELETE ${at}/cart/1/`)).toMatchObject({ status: 401 });
    expect(await add(await shop.buildOperator(), { work: work.id, ...item })).toMatchObject({ status: 404 });
  });
});
