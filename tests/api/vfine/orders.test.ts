import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { User } from '#domain/accounts/user.entity.ts';
import { sealOwner } from '#domain/works/copyright-owner.ts';
import { Work } from '#domain/works/work.entity.ts';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import { Order } from '#domain/orders/order.entity.ts';
import { at, buildShop, type Shop } from '#tests/kit/shop.ts';

let shop: Shop;
beforeAll(async () => void (shop = await buildShop()));
afterAll(() => shop.close());

type Person = Awaited<ReturnType<Shop['buildUser']>>;
const detailOf = (who: Person | undefined, uuid: string) => shop.call(who, `GET ${at}/orders/${uuid}/`);
const countOf = async (user: Person) => shop.em().count(Order, { buyer: user.id });

describe('POST /orders/ with a body', () => {
  test('begins one process, and answers how to pay', async () => {
    const [user, { work }] = [await shop.buildUser(), await shop.forSale()];
    const reply = await shop.order(user, [{ ...shop.wish(work), purpose: '商业广告/宣传片' }]);
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      uuid: expect.any(String),
      out_trade_no: expect.stringMatching(/^[0-9a-f]{32}$/),
      total_amount: '500.00',
      qr_code: expect.stringContaining('/qr/'),
      pay_url: expect.stringContaining('alipay.trade.page.pay'),
    });
    const { uuid } = reply.body as { uuid: string };
    const begun = shop.flows.begun.at(-1);
    expect(begun).toMatchObject({ type: 'orderPayment', id: `order-payment:${uuid}` });
    for (const personal of ['大姨夫', '+8618515355024', '音未', '五道口'])
      expect(JSON.stringify(begun?.input)).not.toContain(personal);
    const { buyer: _, ...columns } = await shop.em().findOneOrFail(Order, uuid);
    expect(JSON.stringify(columns)).not.toContain('五道口');
  });

  test('keeps the shape that the document prints', async () => {
    const { user, work, uuid } = await shop.ordered();
    const shown = {
      uuid,
      name: '大姨夫',
      phone: '+8618515355024',
      company: '音未',
      address: '五道口',
      price: '500.00',
      payment_method: null,
      payment_number: null,
      certificates: [
        {
          uuid: expect.any(String),
          author: '富宇',
          licensee: '音未',
          work_name: work.name,
          work_path: work.path,
          work: { uuid: work.id, avatar: work.avatar },
          purpose: '广告/宣传片',
          channel: '全渠道投放',
          price: '500.00',
          income: '0.00',
          order: uuid,
        },
      ],
      mode: 'COMPANY',
      status: 'UNFINISHED',
      created_at: expect.stringMatching(/000Z$/),
    };
    expect(await detailOf(user, uuid.toUpperCase().replaceAll('-', ''))).toMatchObject({ status: 200, body: shown });
    expect((await shop.call(user, `POST ${at}/orders/${uuid}/`)).body).toEqual(shown);
    expect((await shop.call(user, `GET ${at}/orders/`)).body).toMatchObject({ count: 1, results: [shown] });
    expect((await shop.call(user, `POST ${at}/orders/`)).body).toMatchObject({ count: 1, results: [shown] });
  });

  test('names on the certificate who holds the copyright, and a musician without a name by them', async () => {
    const user = await shop.buildUser();
    const { work } = await shop.forSale();
    const owner = { name: '李天一', phone: '13900000000', address: '北京' };
    await shop.em().nativeUpdate(Work, work.id, { sealedOwner: sealOwner(shop.ports.secrets, work.id, owner) });
    const named = (await shop.order(user, [shop.wish(work)])).body as { uuid: string };
    await shop.em().nativeUpdate(User, { id: work.producer.id }, { name: ' ' });
    const unnamed = (await shop.order(user, [shop.wish(work)])).body as { uuid: string };
    const rowOf = (order: string) => shop.em().findOneOrFail(Certificate, { order });
    expect(await rowOf(named.uuid)).toMatchObject({ author: '富宇', owner: '李天一' });
    expect(await rowOf(unnamed.uuid)).toMatchObject({ author: '李天一', owner: '李天一' });
  });

  test('adds up several licences, and names a person where a person buys', async () => {
    const [user, one, other] = [await shop.buildUser(), await shop.forSale(), await shop.forSale()];
    const works = [
      shop.wish(one.work),
      { uuid: one.work.id, purpose: '游戏', channel: '移动平台' },
      shop.wish(other.work),
    ];
    const reply = await shop.order(user, works, { mode: 'PERSONAL', company: undefined, address: undefined });
    expect(reply.body).toMatchObject({ total_amount: '1800.00' });
    const { uuid } = reply.body as { uuid: string };
    const rows = await shop.em().find(Certificate, { order: uuid });
    const incomes = rows.map(({ incomeFen }) => incomeFen).toSorted((a, b) => a - b);
    expect(incomes).toEqual([445_00, 445_00, 712_00]);
    for (const { licensee, state } of rows) expect([licensee, state]).toEqual(['大姨夫', 'DRAFT']);
    expect(new Set(rows.map(({ number }) => number)).size).toBe(3);
  });

  test('shows licences as they were asked for, also those of one moment', async () => {
    const [user, works]: [User, Work[]] = [await shop.buildUser(), []];
    for (let i = 0; i < 12; i++) works.push((await shop.forSale()).work);
    const { uuid } = (await shop.order(user, works.map(shop.wish))).body as { uuid: string };
    await shop.em().nativeUpdate(Certificate, { order: uuid }, { createdAt: new Date() });
    const { certificates } = (await detailOf(user, uuid)).body as { certificates: { work: { uuid: string } }[] };
    expect(certificates.map(({ work }) => work.uuid)).toEqual(works.map(({ id }) => id));
  });

  test.each([
    ['no name', { name: undefined }, 'missing_body_field'],
    ['no phone', { phone: undefined }, 'missing_body_field'],
    ['no works', { works: undefined }, 'missing_body_field'],
    ['no company where one buys', { company: undefined }, 'missing_body_field'],
    ['no address of the company', { address: undefined }, 'missing_body_field'],
    ['a company of blanks', { company: ' \u3000' }, 'invalid_value'],
    ['a phone that is none', { phone: 'abc' }, 'invalid_value'],
    ['another mode', { mode: 'GROUP' }, 'invalid_value'],
    ['an empty list of works', { works: [] }, 'invalid_value'],
    ['works that are no list', { works: 'x' }, 'invalid_value'],
    ['a name too long', { name: 'x'.repeat(65) }, 'invalid_value'],
    ['a name that cannot be kept', { name: 'a\0' }, 'invalid_value'],
    ['half a character', { address: '\ud800' }, 'invalid_value'],
  ])('refuses %s and begins nothing', async (_name, wrong, code) => {
    const [user, { work }] = [await shop.buildUser(), await shop.forSale()];
    const reply = await shop.order(user, [shop.wish(work)], wrong);
    expect(reply).toMatchObject({ status: 400, body: { code } });
    expect(await countOf(user)).toBe(0);
  });

  test('refuses an empty object: it is a body', async () => {
    const reply = await shop.call(await shop.buildUser(), `POST ${at}/orders/`, {});
    expect(reply).toMatchObject({ status: 400, body: { code: 'missing_body_field' } });
  });

  test.each([
    ['the same licence twice', (w: object) => [w, w], 'invalid_value'],
    ['it under both names of its purpose', (w: object) => [w, { ...w, purpose: '商业广告/宣传片' }], 'invalid_value'],
    ['more than fifty', (w: object) => Array.from({ length: 51 }, () => w), 'invalid_value'],
    ['a purpose that is not sold', (w: object) => [{ ...w, purpose: 'x' }], 'invalid_value'],
    ['a work that is no uuid', (w: object) => [{ ...w, uuid: '1' }], 'invalid_value'],
    ['a licence without a channel', (w: object) => [{ ...w, channel: undefined }], 'missing_body_field'],
  ])('refuses %s', async (_name, worksOf, code) => {
    const [user, { work }] = [await shop.buildUser(), await shop.forSale()];
    expect(await shop.order(user, worksOf(shop.wish(work)))).toMatchObject({ status: 400, body: { code } });
    expect(await countOf(user)).toBe(0);
  });

  test('sells only what is on the shelf, for sale, and of others; all or nothing', async () => {
    const [user, good] = [await shop.buildUser(), await shop.forSale()];
    for (const fields of [{ status: 'OFFLINE' }, { canSell: false }]) {
      const bad = await shop.forSale(fields);
      const reply = await shop.order(user, [shop.wish(good.work), shop.wish(bad.work)]);
      expect(reply).toMatchObject({ status: 400, body: { code: 'unsupported' } });
    }
    expect(await shop.order(user, [shop.wish({ id: '00000000-0000-4000-8000-000000000000' })])).toMatchObject({
      status: 404,
    });
    expect(await shop.order(good.producer, [shop.wish(good.work)])).toMatchObject({ status: 400 });
    expect([await countOf(user), await countOf(good.producer)]).toEqual([0, 0]);
  });

  test('answers upstream_error where the provider does not, and the order can be paid later', async () => {
    const [user, { work }] = [await shop.buildUser(), await shop.forSale()];
    shop.alipay.fault('alipay.trade.precreate', 'before');
    const reply = await shop.order(user, [shop.wish(work)]);
    expect(reply).toMatchObject({ status: 400, body: { code: 'upstream_error' } });
    const list = (await shop.call(user, `GET ${at}/orders/?status=UNFINISHED`)).body as { results: { uuid: string }[] };
    const uuid = list.results[0]?.uuid ?? '';
    expect(await shop.call(user, `GET ${at}/orders/${uuid}/pay/`)).toMatchObject({ status: 200, body: { uuid } });
  });
});

describe('lists and details', () => {
  test('are filtered by status and paged', async () => {
    const user = await shop.buildUser();
    for (let i = 0; i < 3; i++) await shop.order(user, [shop.wish((await shop.forSale()).work)]);
    for (const method of ['GET', 'POST']) {
      const ask = async (query: string) => (await shop.call(user, `${method} ${at}/orders/${query}`)).body;
      expect(await ask('?status=')).toMatchObject({ count: 3, next: null });
      expect(await ask('?status=UNFINISHED&page_size=2')).toMatchObject({
        count: 3,
        next: expect.stringContaining('status=UNFINISHED'),
        results: [{}, {}],
      });
      expect(await ask('?page=2&page_size=2')).toMatchObject({ results: [{}], previous: expect.any(String) });
      expect(await ask('?status=FINISHED')).toMatchObject({ count: 0, results: [] });
      expect(await ask('?status=PAID')).toMatchObject({ code: 'invalid_value' });
    }
  });

  test("show nobody else's orders", async () => {
    const { uuid } = await shop.ordered();
    const other = await shop.buildUser();
    for (const endpoint of [
      `GET ${at}/orders/${uuid}/`,
      `POST ${at}/orders/${uuid}/`,
      `GET ${at}/orders/${uuid}/pay/`,
      `DELETE ${at}/orders/${uuid}/`,
    ]) {
      expect(await shop.call(other, endpoint)).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
      expect(await shop.call(undefined, endpoint)).toMatchObject({ status: 401 });
    }
    expect(await detailOf(other, 'x')).toMatchObject({ status: 404 });
    expect((await shop.call(other, `GET ${at}/orders/`)).body).toMatchObject({ count: 0 });
  });
});

describe('paying and cancelling', () => {
  test('GET pay answers the same means again', async () => {
    const { user, uuid, number } = await shop.ordered();
    const reply = await shop.call(user, `GET ${at}/orders/${uuid}/pay/`);
    expect(reply).toMatchObject({ status: 200, body: { uuid, out_trade_no: number, total_amount: '500.00' } });
  });

  test('DELETE cancels once, and then nothing can be paid', async () => {
    const { user, uuid } = await shop.ordered();
    expect(await shop.call(user, `DELETE ${at}/orders/${uuid}/`)).toMatchObject({ status: 204 });
    expect(await detailOf(user, uuid)).toMatchObject({ body: { status: 'CANCELED' } });
    const done = { status: 400, body: { code: 'action_already_done' } };
    expect(await shop.call(user, `DELETE ${at}/orders/${uuid}/`)).toMatchObject(done);
    expect(await shop.call(user, `GET ${at}/orders/${uuid}/pay/`)).toMatchObject(done);
    expect(await shop.em().find(Certificate, { order: uuid })).toMatchObject([{ state: 'VOID' }]);
  });

  test('DELETE is too late once it is paid, also where nobody knows of it yet', async () => {
    const { user, uuid, number } = await shop.ordered();
    shop.alipay.office.pay(number);
    const late = { status: 400, body: { code: 'unsupported' } };
    expect(await shop.call(user, `DELETE ${at}/orders/${uuid}/`)).toMatchObject(late);
    expect(await detailOf(user, uuid)).toMatchObject({
      body: { status: 'FINISHED', payment_method: 'alipay', certificates: [{ income: '445.00' }] },
    });
    expect(await shop.call(user, `DELETE ${at}/orders/${uuid}/`)).toMatchObject(late);
    expect(await shop.call(user, `GET ${at}/orders/${uuid}/pay/`)).toMatchObject({
      status: 400,
      body: { code: 'action_already_done' },
    });
  });

  test('a process that is gone is begun again', async () => {
    const { user, uuid } = await shop.ordered();
    shop.flows.end(`order-payment:${uuid}`);
    expect(await shop.call(user, `GET ${at}/orders/${uuid}/pay/`)).toMatchObject({ status: 200 });
    expect(shop.flows.begun.at(-1)?.input).toEqual({ orderId: uuid, buyerUuid: user.uuid });
  });
});
