import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { User } from '#domain/accounts/user.entity.ts';
import { anyMail, anyPhone, buildVfine, type Vfine } from '#tests/kit/vfine.ts';
import { contactChange } from '#workflows/contact-change/contract.ts';

let world: Vfine;
beforeAll(async () => void (world = await buildVfine()));
afterAll(() => world.close());

const at = '/vfine/v1/users';
const old = '123223';
const somebody = () => world.buildUser({ phone: anyPhone(), email: anyMail(), password: old });
const logIn = (body: object) => world.browser().call(`POST ${at}/login`, { ...body });
const stored = (user: User) => world.em().findOneOrFail(User, user.id);
const changes = () => world.flows.begun.filter(({ type }) => type === contactChange.type).length;
const recover = (body: object) => world.call(undefined, `PUT ${at}/forget-password/`, { ...body });

async function verify(contact: { phone: string } | { email: string }): Promise<void> {
  await world.call(undefined, 'PUT /vfine/v1/auth/send/', contact);
  await world.call(undefined, 'PUT /vfine/v1/auth/verify/', { ...contact, code: world.lastCode() });
}

describe('GET /users/check-password', () => {
  test.each([
    ['takes the right one', `?password=${old}`, 204, {}],
    ['refuses a wrong one', '?password=1', 400, { message: '密码不正确', code: 'precondition_failed' }],
    ['asks for one', '', 400, { message: '缺少字段', code: 'missing_query_params' }],
    ['refuses an empty one', '?password=', 400, { code: 'invalid_value' }],
  ])('%s', async (_name, query, status, body) => {
    expect(await world.call(await somebody(), `GET ${at}/check-password${query}`)).toMatchObject({ status, body });
  });
});

test('wrong passwords count for the account wherever they are tried, and end what may be guessed', async () => {
  const user = await somebody();
  const change = { old_password: 'no', new_password: '22333' };
  for (let i = 0; i < 12; i++) await world.call(user, `GET ${at}/check-password?password=no`);
  for (let i = 0; i < 3; i++) await world.call(user, `PUT ${at}/password`, change);
  const refused = { status: 400, body: { code: 'too_many_requests' } };
  expect(await world.call(user, `GET ${at}/check-password?password=${old}`)).toMatchObject(refused);
  expect(await world.call(user, `PUT ${at}/password`, { ...change, old_password: old })).toMatchObject(refused);
  const contact = { phone: anyPhone(), password: old };
  expect(await world.call(user, `PUT ${at}/change-phone`, contact)).toMatchObject(refused);
  expect(await logIn({ phone: user.phone, password: old })).toMatchObject({
    status: 400,
    body: { code: 'require_captcha' },
  });
  await world.em().getConnection().execute('delete from attempt');
});

describe('PUT /users/password', () => {
  test('changes it, keeps this session and ends the others', async () => {
    const user = await somebody();
    const { phone } = user;
    const [here, elsewhere] = [world.browser(), world.browser()];
    for (const one of [here, elsewhere]) await one.call(`POST ${at}/login`, { phone, password: old });
    const change = { old_password: old, new_password: '22333' };
    expect(await here.call(`PUT ${at}/password`, change)).toMatchObject({ status: 204 });
    expect(await here.call(`GET ${at}/profile`)).toMatchObject({ status: 200 });
    expect(await elsewhere.call(`GET ${at}/profile`)).toMatchObject({ status: 401 });
    expect(await logIn({ phone, password: old })).toMatchObject({ status: 401 });
    expect(await logIn({ phone, password: '22333' })).toMatchObject({ status: 204 });
  });

  const wrong = { message: '前置条件不满足,即旧密码输入的不对', code: 'precondition_failed' };
  test.each([
    ['refuses a wrong old one', { old_password: '1', new_password: '2' }, wrong],
    ['asks for the old one', { new_password: '2' }, { message: '缺少字段', code: 'missing_body_field' }],
    ['asks for the new one', { old_password: old }, { code: 'missing_body_field' }],
    ['refuses an empty new one', { old_password: old, new_password: '' }, { code: 'invalid_value' }],
    ['refuses one that is no text', { old_password: old, new_password: 7 }, { code: 'invalid_value' }],
  ])('%s', async (_name, given, body) => {
    const user = await somebody();
    expect(await world.call(user, `PUT ${at}/password`, given)).toMatchObject({ status: 400, body });
    expect(await logIn({ phone: user.phone, password: old })).toMatchObject({ status: 204 });
  });
});

describe.each([
  ['phone', anyPhone, { message: '该手机号已被绑定到其它账号', code: 'phone_unique' }],
  ['email', anyMail, { message: '该邮箱已被绑定到其它账号', code: 'email_unique' }],
] as const)('PUT /users/change-%s', (key, any, taken) => {
  const put = (user: User | undefined, body: object) => world.call(user, `PUT ${at}/change-${key}`, { ...body });

  test('changes it by a process that knows the former contacts', async () => {
    const user = await somebody();
    const fresh = any();
    expect(await put(user, { [key]: fresh, password: old })).toMatchObject({ status: 204 });
    const { phone, email } = user;
    expect(world.flows.begun.at(-1)).toMatchObject({
      type: contactChange.type,
      input: { realm: 'vfine', userId: user.id, change: { [key]: fresh }, former: { phone, email } },
    });
    expect(await logIn({ [key]: fresh, password: old })).toMatchObject({ status: 204 });
    expect(await logIn({ [key]: user[key], password: old })).toMatchObject({ status: 401 });
  });

  test('tells nobody where it stays as it is', async () => {
    const user = await somebody();
    const before = changes();
    expect(await put(user, { [key]: user[key], password: old })).toMatchObject({ status: 204 });
    expect(changes()).toBe(before);
  });

  test("refuses somebody else's", async () => {
    const [user, other] = [await somebody(), await somebody()];
    expect(await put(user, { [key]: other[key], password: old })).toMatchObject({ status: 400, body: taken });
    expect((await stored(user))[key]).toBe(user[key]);
  });

  test('gives one contact to one of two who ask at once', async () => {
    const both = [await somebody(), await somebody()];
    const fresh = any();
    const replies = await Promise.all(both.map((user) => put(user, { [key]: fresh, password: old })));
    expect(replies.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([204, 400]);
  });

  test.each([
    ['refuses a wrong password', { [key]: any(), password: '1' }, { message: '密码错误', code: 'precondition_failed' }],
    ['asks for the contact', { password: old }, { message: '缺少字段', code: 'missing_body_field' }],
    ['asks for the password', { [key]: any() }, { code: 'missing_body_field' }],
    ['refuses an empty contact', { [key]: '', password: old }, { code: 'invalid_value' }],
    ['refuses a malformed contact', { [key]: 'a', password: old }, { code: 'invalid_value' }],
  ])('%s', async (_name, given, body) => {
    const user = await somebody();
    expect(await put(user, given)).toMatchObject({ status: 400, body });
    expect((await stored(user))[key]).toBe(user[key]);
  });
});

describe('PUT /users/forget-password/', () => {
  const unverified = { status: 400, body: { message: 'Verify your account first', code: 'precondition_failed' } };

  test.each(['phone', 'email'] as const)('sets another one by a verified %s and ends every session', async (key) => {
    const user = await somebody();
    const contact = { [key]: user[key] } as { phone: string } | { email: string };
    const browser = world.browser();
    await browser.call(`POST ${at}/login`, { ...contact, password: old });
    await verify(contact);
    expect(await recover({ phone: '', email: '', ...contact, password: '123' })).toMatchObject({ status: 204 });
    expect(await browser.call(`GET ${at}/profile`)).toMatchObject({ status: 401 });
    expect(await logIn({ ...contact, password: '123' })).toMatchObject({ status: 204 });
    expect(await recover({ ...contact, password: '456' })).toMatchObject(unverified);
  });

  test('refuses a verification after thirty minutes', async () => {
    const { phone } = await somebody();
    await verify({ phone: String(phone) });
    world.clock.forward(31);
    const reply = await recover({ phone, password: '123' });
    world.clock.reset();
    expect(reply).toMatchObject(unverified);
  });

  test('keeps the verification of a contact without an account for a registration', async () => {
    const phone = anyPhone();
    await verify({ phone });
    expect(await recover({ phone, password: '123' })).toMatchObject(unverified);
    expect(await world.call(undefined, `POST ${at}/`, { phone, password: '1' })).toMatchObject({ status: 200 });
  });

  test.each([
    ['refuses a phone that nobody verified', { phone: anyPhone(), password: '1' }, unverified.body],
    ['asks for a contact', { password: '1' }, { code: 'missing_body_field' }],
    ['asks for a password', { phone: anyPhone() }, { code: 'missing_body_field' }],
    ['refuses empty contacts', { phone: '', email: '', password: '1' }, { code: 'invalid_value' }],
  ])('%s', async (_name, given, body) => {
    expect(await recover(given)).toMatchObject({ status: 400, body });
  });
});

describe.each([
  ['GET', `check-password?password=${old}`, undefined],
  ['PUT', 'password', { old_password: old, new_password: '1' }],
  ['PUT', 'change-phone', { phone: anyPhone(), password: old }],
  ['PUT', 'change-email', { email: anyMail(), password: old }],
])('%s /users/%s', (method, path, given) => {
  test('asks for a login', async () => {
    const reply = await world.call(undefined, `${method} ${at}/${path}`, given);
    expect(reply).toMatchObject({ status: 401, body: { message: '未认证' } });
  });

  test('is nothing an operator has', async () => {
    const reply = await world.call(await world.buildOperator(), `${method} ${at}/${path}`, given);
    expect(reply).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
  });
});
