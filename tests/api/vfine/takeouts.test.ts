import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { User } from '#domain/accounts/user.entity.ts';
import { balanceOf } from '#domain/ledger/balances.ts';
import { Takeout } from '#domain/payouts/takeout.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { bind, equip, openTakeouts, paymentsOf, verify, type Provider } from '#tests/kit/takeouts.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
const provider: Provider = { says: 'done' };
beforeAll(async () => {
  world = await buildVfine({ ports: { payments: paymentsOf(provider) } });
  openTakeouts(world, provider);
});
afterAll(() => world.close());
beforeEach(() => void (provider.says = 'done'));

const at = '/vfine/v1';
const place = () => ({ orm: world.orm, secrets: world.ports.secrets });
async function earner(fen = 40_000): Promise<User> {
  const user = await world.buildMusician();
  await equip(place(), user, fen);
  return user;
}
const ask = (who: User | undefined, money: unknown = 100) =>
  world.call(who, `POST ${at}/takeout/`, money === 'absent' ? {} : { money });
const own = (who: User | undefined, query = '') => world.call(who, `GET ${at}/takeout/${query}`);
const all = (who: User | undefined, query = '') => world.call(who, `GET ${at}/admin/takeout/${query}`);
const decide = (who: User | undefined, uuid: string, body: object) =>
  world.call(who, `PUT ${at}/admin/takeout/${uuid}/`, { ...body });
const bounce = (who: User | undefined, uuid: string, body: object = { remark: '退回' }) =>
  world.call(who, `POST ${at}/admin/takeout/${uuid}/return`, { ...body }, { 'idempotency-key': randomUUID() });
const asked = async (user: User): Promise<string> => ((await ask(user)).body as { uuid: string }).uuid;
const balance = (user: User) => balanceOf(world.em(), user.uuid);

describe('POST /takeout/', () => {
  test('sets the sum aside and shows the tax, the card masked', async () => {
    const user = await earner();
    const reply = await ask(user, 100.0);
    expect(reply).toMatchObject({ status: 200 });
    expect(reply.body).toEqual({
      uuid: expect.any(String),
      status: 'REQUESTING',
      created_at: expect.stringMatching(/000Z$/),
      money: '100.00',
      transfer_money: '90.00',
      tax: '10.00',
      name: '大姨夫',
      id_card: expect.stringMatching(/^3622\*{10}\d{4}$/),
      balance: 300,
      remark: null,
    });
    expect((await own(user)).body).toMatchObject({ count: 1, results: [reply.body] });
    const begun = world.flows.begun.at(-1);
    expect(begun?.input).toEqual({
      takeoutId: (reply.body as { uuid: string }).uuid,
      userUuid: user.uuid,
      fen: 10_000,
    });
  });

  test.each<[string, unknown, string]>([
    ['nothing', 'absent', 'missing_body_field'],
    ['no sum', null, 'invalid_value'],
    ['0', 0, 'invalid_value'],
    ['a negative sum', -1, 'invalid_value'],
    ['three decimals', 1.001, 'invalid_value'],
    ['a text that is no sum', '1e3', 'invalid_value'],
    ['more than a number of fen', 1e300, 'invalid_value'],
    ['less than arrives', 0.1, 'invalid_value'],
    ['a list', [1], 'invalid_value'],
  ])('refuses %s and changes nothing', async (_name, money, code) => {
    const user = await earner();
    expect(await ask(user, money)).toMatchObject({ status: 400, body: { code } });
    expect(await balance(user)).toBe(40_000);
    expect((await own(user)).body).toMatchObject({ count: 0 });
  });

  test.each<[string, (user: User) => Promise<unknown>, string]>([
    ['without a verified name', (user) => bind(place(), user), '请先完成实名认证'],
    ['without an account', (user) => verify(place(), user), '请先绑定收款账号'],
    ['of more than there is', (user) => equip(place(), user, 9_999), '余额不足'],
  ])('refuses one %s', async (_name, prepare, message) => {
    const user = await world.buildMusician();
    await prepare(user);
    expect(await ask(user)).toMatchObject({ status: 400, body: { message, code: 'precondition_failed' } });
  });

  test('is for musicians', async () => {
    expect(await ask(undefined)).toMatchObject({ status: 401 });
    expect(await ask(await world.buildUser())).toMatchObject({ status: 403 });
    expect(await ask(await world.buildOperator())).toMatchObject({ status: 403 });
  });
});

describe('GET /takeout/', () => {
  test('filters by status and shows nobody else’s', async () => {
    const [user, other] = [await earner(), await earner()];
    await asked(user);
    expect((await own(user, '?status=REQUESTING')).body).toMatchObject({ count: 1 });
    expect((await own(user, '?status=SUCCESS')).body).toMatchObject({ count: 0 });
    expect((await own(user, '?status=')).body).toMatchObject({ count: 1 });
    expect((await own(other)).body).toMatchObject({ count: 0 });
    expect(await own(user, '?status=LOST')).toMatchObject({ status: 400, body: { code: 'invalid_value' } });
    expect(await own(undefined)).toMatchObject({ status: 401 });
  });
});

describe('DELETE /takeout/:uuid/', () => {
  test('takes a request back, once, and only one’s own', async () => {
    const [user, other] = [await earner(), await earner()];
    const uuid = await asked(user);
    const drop = (who: User, headers: Record<string, string> = { 'idempotency-key': randomUUID() }) =>
      world.call(who, `DELETE ${at}/takeout/${uuid}/`, undefined, headers);
    expect(await drop(user, {})).toMatchObject({ status: 400, body: { code: 'idempotency_key_missing' } });
    expect([await drop(other), await drop(user)]).toMatchObject([{ status: 404 }, { status: 204 }]);
    expect(await balance(user)).toBe(40_000);
    expect(await drop(user)).toMatchObject({ status: 400, body: { code: 'action_already_done' } });
    expect((await own(user)).body).toMatchObject({ results: [{ status: 'CANCEL' }] });
  });
});

describe('the administrators', () => {
  test('see the whole card and the tax, and are seen looking', async () => {
    const [user, operator] = [await earner(), await world.buildOperator()];
    const uuid = await asked(user);
    const reply = await all(operator, '?status=REQUESTING&page_size=100');
    const { results } = reply.body as { results: { uuid: string }[] };
    expect(results.find((one) => one.uuid === uuid)).toMatchObject({
      id_card: expect.stringMatching(/^\d{18}$/),
      user: user.uuid,
      money: '100.00',
      transfer_money: '90.00',
      tax: '10.00',
      tax_explanation: {
        rule: 'flat',
        base: [{ what: 'payment', yuan: '100.00' }],
        tax: [{ what: '10 percent', yuan: '10.00' }],
      },
    });
    const looks = await world.em().find(Audit, { actor: operator.uuid, subject: `takeout:${uuid}` });
    expect(looks).toMatchObject([{ action: 'takeout.read', requestId: reply.headers.get('x-request-id') }]);
  });

  test('approve: it is transferred, and nobody decides again', async () => {
    const [user, operator] = [await earner(), await world.buildOperator()];
    const uuid = await asked(user);
    expect(await decide(operator, uuid, { status: 'WAITING' })).toMatchObject({
      status: 200,
      body: { status: 'SUCCESS' },
    });
    expect(await balance(user)).toBe(30_000);
    const late = { status: 400, body: { code: 'action_already_done' } };
    expect(await decide(operator, uuid, { status: 'FAIL', remark: 'x' })).toMatchObject(late);
    const audit = await world.em().find(Audit, { subject: `takeout:${uuid}`, action: 'takeout.approve' });
    expect(audit).toMatchObject([{ actor: operator.uuid, before: 'REQUESTING', after: 'WAITING' }]);
  });

  test('refuse with a remark: the money returns', async () => {
    const [user, operator] = [await earner(), await world.buildOperator()];
    const [uuid, bare] = [await asked(user), { status: 400, body: { code: 'missing_body_field' } }];
    for (const remark of [undefined, ' '])
      expect(await decide(operator, uuid, { status: 'FAIL', remark })).toMatchObject(bare);
    const reply = await decide(operator, uuid, { status: 'FAIL', remark: '资料不符' });
    expect(reply).toMatchObject({ status: 200, body: { status: 'FAIL', remark: '资料不符' } });
    expect(await balance(user)).toBe(40_000);
  });

  test('say SUCCESS in vain until the provider says so', async () => {
    const [user, operator] = [await earner(), await world.buildOperator()];
    const uuid = await asked(user);
    provider.says = 'dealing';
    expect(await decide(operator, uuid, { status: 'SUCCESS' })).toMatchObject({ status: 400 });
    expect(await decide(operator, uuid, { status: 'WAITING' })).toMatchObject({ body: { status: 'WAITING' } });
    const early = await decide(operator, uuid, { status: 'SUCCESS' });
    expect(early).toMatchObject({ status: 400, body: { code: 'unsupported' } });
    provider.says = 'done';
    expect(await decide(operator, uuid, { status: 'SUCCESS' })).toMatchObject({ body: { status: 'SUCCESS' } });
  });

  test('see what the provider refused, and the money is back', async () => {
    const [user, operator] = [await earner(), await world.buildOperator()];
    provider.says = 'failed';
    const reply = await decide(operator, await asked(user), { status: 'WAITING' });
    expect(reply).toMatchObject({ body: { status: 'FAIL', remark: '支付宝转账失败(PAYEE_NOT_EXIST)' } });
    expect(await balance(user)).toBe(40_000);
  });

  test('book a transfer that came back, with a key, once', async () => {
    const [user, operator] = [await earner(), await world.buildOperator()];
    const uuid = await asked(user);
    expect(await bounce(operator, uuid)).toMatchObject({ status: 400, body: { code: 'unsupported' } });
    await decide(operator, uuid, { status: 'WAITING' });
    provider.says = 'failed';
    const keyless = await world.call(operator, `POST ${at}/admin/takeout/${uuid}/return`, { remark: 'x' });
    expect(keyless).toMatchObject({ status: 400 });
    expect(await bounce(operator, uuid, {})).toMatchObject({ status: 400, body: { code: 'missing_body_field' } });
    expect(await bounce(operator, uuid)).toMatchObject({ status: 200, body: { status: 'FAIL', remark: '退回' } });
    expect(await bounce(operator, uuid)).toMatchObject({ status: 400, body: { code: 'unsupported' } });
    expect(await balance(user)).toBe(40_000);
  });

  test.each([
    ['done', 'unsupported'],
    ['dealing', 'unsupported'],
    ['unknown', 'upstream_error'],
  ] as const)('book no return of what the provider says is %s', async (says, code) => {
    const [user, operator] = [await earner(), await world.buildOperator()];
    const uuid = await asked(user);
    await decide(operator, uuid, { status: 'WAITING' });
    provider.says = says;
    expect(await bounce(operator, uuid)).toMatchObject({ status: 400, body: { code } });
    expect(await balance(user)).toBe(30_000);
    expect(await world.em().findOneOrFail(Takeout, uuid)).toMatchObject({ status: 'SUCCESS' });
  });

  test('neither approve nor book back what is their own', async () => {
    const [user, operator] = [await earner(), await world.buildOperator()];
    const uuid = await asked(user);
    await world.em().nativeUpdate(User, user.id, { roles: ['admin'] });
    const refusal = { status: 403, body: { message: '需由另一位管理员确认' } };
    expect(await decide(user, uuid, { status: 'WAITING' })).toMatchObject(refusal);
    await decide(operator, uuid, { status: 'WAITING' });
    provider.says = 'failed';
    expect(await bounce(user, uuid)).toMatchObject(refusal);
    expect(await balance(user)).toBe(30_000);
  });

  test.each([
    ['nobody', async () => undefined, 401],
    ['its own musician', async (user: User) => user, 403],
    ['a manager', () => world.buildUser({ roles: ['manager'] }), 403],
  ])('are not %s', async (_name, who, status) => {
    const user = await earner();
    const [uuid, person] = [await asked(user), await who(user)];
    expect(await all(person)).toMatchObject({ status });
    expect(await decide(person, uuid, { status: 'WAITING' })).toMatchObject({ status });
    expect(await bounce(person, uuid)).toMatchObject({ status });
    expect(await world.em().findOneOrFail(Takeout, uuid)).toMatchObject({ status: 'REQUESTING' });
  });

  test('find nothing that is not there, and send nothing else', async () => {
    const operator = await world.buildOperator();
    expect(await decide(operator, randomUUID(), { status: 'WAITING' })).toMatchObject({ status: 404 });
    const uuid = await asked(await earner());
    for (const body of [{ status: 'CANCEL' }, { status: 1 }, { status: 'FAIL', remark: 'x\0' }])
      expect(await decide(operator, uuid, body)).toMatchObject({ status: 400, body: { code: 'invalid_value' } });
  });
});
