import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { User } from '#domain/accounts/user.entity.ts';
import { captchaAnswer as right } from '#tests/kit/ports.ts';
import { anyPhone, buildTravel, refusal, visitorOf, type Travel } from '#tests/kit/travel.ts';
import { unique } from '#tests/kit/world.ts';

let world: Travel;
beforeAll(async () => {
  world = await buildTravel();
});
afterAll(() => world.close());

const visitor = () => visitorOf(world);
const password = 'bf2f-encrypted-by-the-app';

const person = (fields: Record<string, unknown> = {}) => ({
  uname: unique('u'),
  phone: anyPhone(),
  password,
  captcha: right,
  ...fields,
});
const register = async (fields: Record<string, unknown>) =>
  (await visitor()).call('POST /travel/user/register', fields);

describe('POST /travel/user/register', () => {
  test.each([
    ['a phone', {}],
    ['an e-mail', { phone: undefined, email: 'a1@example.org' }],
    ['both', { email: 'a2@example.org' }],
    ['a name in another script', { uname: unique('旅行_') }],
  ])('makes an account with %s', async (_name, fields) => {
    const given = person(fields);
    expect(await register(given)).toMatchObject({ status: 200, body: { code: 200, msg: '注册成功', data: null } });
    const made = await world.em().findOneOrFail(User, { uname: given.uname });
    expect(made.passwordHash).toMatch(/^\$argon2id\$/);
    const login = { uname: given.uname, password, captcha: right };
    expect(await (await visitor()).call('POST /travel/user/login', login)).toMatchObject({ status: 200 });
  });

  const missingName = '无效参数：缺少用户名或密码';
  const missingContact = '无效参数：缺少手机或邮箱';
  const refusals: [name: string, fields: Record<string, unknown>, msg: string][] = [
    ['no name', { uname: '' }, missingName],
    ['no password', { password: undefined }, missingName],
    ['a password that is an object', { password: {} }, missingName],
    ['neither phone nor e-mail', { phone: undefined }, missingContact],
    ['an e-mail that is none', { phone: undefined, email: 'a@b' }, missingContact],
    ['a name of digits', { uname: '123456' }, '用户名不能全为数字'],
    ['a name of digits as a number', { uname: 123_456 }, '用户名不能全为数字'],
    ['an @ in the name', { uname: 'a@b' }, '用户名包含特殊字符'],
    ['a blank in the name', { uname: 'a b' }, '用户名包含特殊字符'],
    ['an emoji in the name', { uname: 'a😀' }, '用户名包含特殊字符'],
    ['markup in the name', { uname: '<b>' }, '用户名包含特殊字符'],
    ['a short phone', { phone: '1391234' }, '手机号格式不正确'],
    ['a phone of no network', { phone: '12345678901' }, '手机号格式不正确'],
    ['no captcha', { captcha: undefined }, '请输入验证码'],
    ['a wrong captcha', { captcha: 'nope' }, '验证码错误'],
    ['no_captcha, which counts only in debugging', { captcha: undefined, no_captcha: 'true' }, '请输入验证码'],
  ];
  test.each(refusals)('refuses %s', async (_name, fields, msg) => {
    expect(await register(person(fields))).toMatchObject(refusal(msg));
  });

  test('refuses a captcha that was never shown with the text of a wrong one', async () => {
    const reply = await world.call(undefined, 'POST /travel/user/register', person());
    expect(reply).toMatchObject(refusal('验证码错误'));
  });

  test.each([
    ['name', 'uname', '用户名已存在'],
    ['phone', 'phone', '注册错误'],
    ['e-mail', 'email', '注册错误'],
  ])('refuses a %s that somebody has', async (_name, field, msg) => {
    const first = person({ email: `${unique('e')}@example.org` });
    await register(first);
    const second = person({ [field]: first[field as keyof typeof first] });
    expect(await register(second)).toMatchObject(refusal(msg));
  });

  test('lets one of two at the same time have the name', async () => {
    const both = [person(), person()].map((one) => ({ ...one, uname: 'twin-brother' }));
    const replies = await Promise.all(both.map(register));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200, 403]));
    expect(await world.em().count(User, { uname: 'twin-brother' })).toBe(1);
  });

  test('asks for POST', async () => {
    expect(await world.call(undefined, 'GET /travel/user/register')).toMatchObject(refusal('请使用 POST 请求'));
  });
});

describe('POST /travel/user/password', () => {
  test('changes it and ends the other sessions only', async () => {
    const user = await world.traveller({ password });
    const [here, there] = [await visitor(), await visitor()];
    for (const browser of [here, there])
      await browser.call('POST /travel/user/login', { uid: user.id, password, captcha: right });
    const change = { old_password: password, new_password: 'fresh' };
    expect(await here.call('POST /travel/user/password', change)).toMatchObject({
      status: 200,
      body: { code: 200, msg: '成功地修改了密码', data: null },
    });
    expect(await here.call('GET /travel/user/info')).toMatchObject({ status: 200 });
    expect(await there.call('GET /travel/user/info')).toMatchObject(refusal('未登录或登录超时'));
    const again = await visitor();
    const login = { uid: user.id, password: 'fresh', captcha: right };
    expect(await again.call('POST /travel/user/login', login)).toMatchObject({ status: 200 });
  });

  const cases: [name: string, isLoggedIn: boolean, body: Record<string, unknown>, msg: string][] = [
    ['asks for a login', false, { old_password: password, new_password: 'b' }, '未登录或登录超时'],
    ['refuses a wrong old password', true, { old_password: 'x', new_password: 'b' }, '旧密码错误'],
    ['refuses no old password', true, { new_password: 'b' }, '无效参数'],
    ['refuses an empty new password', true, { old_password: password, new_password: '' }, '无效参数'],
  ];
  test.each(cases)('%s', async (_name, isLoggedIn, body, msg) => {
    const user = isLoggedIn ? await world.traveller({ password }) : undefined;
    expect(await world.call(user, 'POST /travel/user/password', body)).toMatchObject(refusal(msg));
  });

  test('asks for POST', async () => {
    expect(await world.call(undefined, 'GET /travel/user/password')).toMatchObject(refusal('请使用 POST 请求'));
  });
});

describe('GET /travel/user/info', () => {
  test('answers the own profile, absent parts empty', async () => {
    const user = await world.traveller();
    expect(await world.call(user, 'GET /travel/user/info')).toMatchObject({
      status: 200,
      body: { code: 200, msg: '获取成功', data: { uid: user.id, uname: user.uname, phone: '', email: '' } },
    });
  });

  test('serves the default avatar it names', async () => {
    const user = await world.traveller();
    const { body } = await world.call(user, 'GET /travel/user/info');
    const { avatar } = (body as { data: { avatar: string } }).data;
    const picture = await world.call(undefined, `GET ${avatar}`);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect((picture.body as Buffer).subarray(1, 4).toString()).toBe('PNG');
  });

  test('asks for a login, also with a session that timed out', async () => {
    expect(await world.call(undefined, 'GET /travel/user/info')).toMatchObject(refusal('未登录或登录超时'));
    const user = await world.traveller();
    const token = await world.tokenOf(user);
    await world
      .em()
      .getConnection()
      .execute(`update session set expires_at = now() - interval '1 minute' where user_id = ${user.id}`);
    const late = { authorization: `Bearer ${token}` };
    expect(await world.call(undefined, 'GET /travel/user/info', undefined, late)).toMatchObject(
      refusal('未登录或登录超时'),
    );
  });

  test('asks a program with another method for GET', async () => {
    expect(await world.call(undefined, 'DELETE /travel/user/info')).toMatchObject(refusal('请使用 GET 请求'));
  });
});

test('no request was a fault', () => {
  expect(world.faults).toEqual([]);
});
