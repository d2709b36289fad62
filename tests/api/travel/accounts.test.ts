import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { User } from '#domain/accounts/user.entity.ts';
import type { Browser } from '#tests/kit/http.ts';
import { buildTravel, type Travel } from '#tests/kit/travel.ts';
import { captchaAnswer as right } from '#tests/kit/ports.ts';
import { unique } from '#tests/kit/world.ts';

let world: Travel;
beforeAll(async () => {
  world = await buildTravel();
});
afterAll(() => world.close());

const refusal = (msg: string) => ({ status: 403, body: { code: 403, msg, data: null } });

/** Somebody who has just been shown a captcha. */
async function visitor(): Promise<Browser> {
  const browser = world.browser();
  await browser.call('GET /travel/user/captcha');
  return browser;
}

const password = 'bf2f-encrypted-by-the-app';
let counter = 0;
const anyPhone = () => `139${String(10_000_000 + counter++)}`;

describe('GET /travel/user/captcha', () => {
  test('answers a picture and a cookie that no script reads', async () => {
    const reply = await world.call(undefined, 'GET /travel/user/captcha');
    expect(reply).toMatchObject({ status: 200, body: expect.any(Buffer) });
    expect(reply.headers.get('content-type')).toBe('image/png');
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(reply.headers.getSetCookie().join()).toMatch(/travel-session=.+HttpOnly/i);
  });

  test('replaces the former captcha of the same visitor', async () => {
    let answer = 'old1';
    const other = await buildTravel({ ports: { captchas: { draw: async () => ({ answer, png: Buffer.from('x') }) } } });
    try {
      const user = await other.traveller({ password });
      const browser = other.browser();
      await browser.call('GET /travel/user/captcha');
      answer = 'new2';
      await browser.call('GET /travel/user/captcha');
      const login = { uid: user.id, password };
      expect(await browser.call('POST /travel/user/login', { ...login, captcha: 'old1' })).toMatchObject(
        refusal('验证码错误'),
      );
    } finally {
      await other.close();
    }
  });
});

describe('POST /travel/user/login', () => {
  let user: User;
  beforeAll(async () => {
    user = await world.traveller({ password, uname: unique('李'), phone: anyPhone(), email: 'li@example.org' });
  });

  const ways: [name: string, fields: () => Record<string, unknown>][] = [
    ['uid', () => ({ uid: user.id })],
    ['uid as text', () => ({ uid: String(user.id) })],
    ['uname', () => ({ uname: user.uname })],
    ['phone', () => ({ phone: user.phone })],
    ['e-mail', () => ({ email: 'LI@example.org' })],
    ['user that is a uid', () => ({ user: String(user.id) })],
    ['user that is a name', () => ({ user: user.uname })],
    ['user that is a phone', () => ({ user: user.phone })],
    ['user that is an e-mail', () => ({ user: 'li@example.org' })],
    ['one field, the others empty', () => ({ user: '', uid: '', phone: user.phone })],
  ];
  test.each(ways)('lets in by %s and answers the profile', async (_name, fields) => {
    const browser = await visitor();
    const reply = await browser.call('POST /travel/user/login', {
      ...fields(),
      password,
      captcha: right.toUpperCase(),
    });
    expect(reply).toMatchObject({
      status: 200,
      body: {
        code: 200,
        msg: '登录成功',
        data: {
          uid: user.id,
          uname: user.uname,
          phone: user.phone,
          email: 'li@example.org',
          gender: 0,
          intro: '',
          avatar: '/travel/static/avatars/default.png',
        },
      },
    });
    expect(await browser.call('GET /travel/user/info')).toMatchObject({ status: 200 });
  });

  test.each([
    ['a form', (fields: Record<string, string>) => new URLSearchParams(fields)],
    [
      'a multipart form',
      (fields: Record<string, string>) => {
        const form = new FormData();
        for (const [key, value] of Object.entries(fields)) form.set(key, value);
        return form;
      },
    ],
  ])('reads %s too', async (_name, encode) => {
    const browser = await visitor();
    const given = encode({ uid: String(user.id), password, captcha: right });
    expect(await browser.call('POST /travel/user/login', given)).toMatchObject({ status: 200 });
  });

  const refusals: [name: string, fields: () => unknown, msg: string][] = [
    ['a request without a body', () => undefined, '无效参数'],
    ['a body that is no object', () => [1], '无效参数'],
    ['a body that is no JSON', () => '{"user":', '无效参数'],
    ['a request without a name', () => ({ password, captcha: right }), '无效参数'],
    ['two names', () => ({ uid: user.id, uname: user.uname, password, captcha: right }), '无效参数'],
    ['a request without a password', () => ({ uid: user.id, captcha: right }), '无效参数'],
    ['a name with a NUL', () => ({ uname: 'a\0b', password, captcha: right }), '无效参数'],
    ['an unknown name', () => ({ uname: 'nobody-at-all', password, captcha: right }), '无此用户'],
    ['an unknown uid', () => ({ uid: 999_999, password, captcha: right }), '无此用户'],
    ['a uid beyond all numbers', () => ({ user: '99999999999999999999', password, captcha: right }), '无此用户'],
    ['a uid that is no number', () => ({ uid: 'x', password, captcha: right }), '无此用户'],
    ['an account of another face', () => ({ email: 'stranger@example.org', password, captcha: right }), '无此用户'],
    ['a wrong password', () => ({ uid: user.id, password: 'wrong', captcha: right }), '密码错误'],
    ['no captcha', () => ({ uid: user.id, password }), '请输入验证码'],
    ['an empty captcha', () => ({ uid: user.id, password, captcha: ' ' }), '请输入验证码'],
    ['a wrong captcha', () => ({ uid: user.id, password, captcha: 'nope' }), '验证码错误'],
    [
      'no_captcha, which counts only in debugging',
      () => ({ uid: user.id, password, no_captcha: true }),
      '请输入验证码',
    ],
  ];
  test.each(refusals)('refuses %s', async (_name, fields, msg) => {
    const browser = await visitor();
    expect(await browser.call('POST /travel/user/login', fields() as never)).toMatchObject(refusal(msg));
  });

  test('asks for POST', async () => {
    expect(await world.call(undefined, 'GET /travel/user/login')).toMatchObject(refusal('请使用 POST 请求'));
  });

  test('checks a captcha once, right or wrong', async () => {
    const browser = await visitor();
    const attempt = (captcha: string, given = password) =>
      browser.call('POST /travel/user/login', { uid: user.id, password: given, captcha });
    expect(await attempt('nope')).toMatchObject(refusal('验证码错误'));
    expect(await attempt(right)).toMatchObject(refusal('验证码过期'));
    await browser.call('GET /travel/user/captcha');
    expect(await attempt(right, 'wrong')).toMatchObject(refusal('密码错误'));
    expect(await attempt(right)).toMatchObject(refusal('验证码过期'));
  });

  test('keeps the captcha when the field was empty', async () => {
    const browser = await visitor();
    const login = { uid: user.id, password };
    expect(await browser.call('POST /travel/user/login', login)).toMatchObject(refusal('请输入验证码'));
    expect(await browser.call('POST /travel/user/login', { ...login, captcha: right })).toMatchObject({ status: 200 });
  });

  test('knows no captcha of somebody without a cookie, nor one older than five minutes', async () => {
    const login = { uid: user.id, password, captcha: right };
    expect(await world.browser().call('POST /travel/user/login', login)).toMatchObject(refusal('验证码过期'));
    const browser = await visitor();
    await world.em().getConnection().execute(`update session set captcha_expires_at = now() - interval '1 second'`);
    expect(await browser.call('POST /travel/user/login', login)).toMatchObject(refusal('验证码过期'));
  });

  test('gives a new session, so that a planted one is worth nothing', async () => {
    const browser = await visitor();
    const before = browser.jar.get('travel-session');
    await browser.call('POST /travel/user/login', { uid: user.id, password, captcha: right });
    expect(browser.jar.get('travel-session')).not.toBe(before);
    const planted = { cookie: `travel-session=${before}` };
    expect(await world.call(undefined, 'GET /travel/user/info', undefined, planted)).toMatchObject({ status: 403 });
  });

  test('refuses an account after fifteen failures in five minutes, even with the right password', async () => {
    const strict = await buildTravel({ settings: { rateLimits: true, allowNoCaptcha: true } });
    try {
      const victim = await strict.traveller({ password });
      const attempt = (given: string) =>
        strict.call(undefined, 'POST /travel/user/login', { uid: victim.id, password: given, no_captcha: '1' });
      for (let i = 0; i < 15; i++) expect(await attempt('wrong')).toMatchObject(refusal('密码错误'));
      expect(await attempt(password)).toMatchObject(refusal('尝试次数过多，请稍后再试'));
    } finally {
      await strict.close();
    }
  });

  test.each([true, 'true', 'True', 1, '1'])(
    'lets skip the captcha by %p where the operator allows it',
    async (no_captcha) => {
      const open = await buildTravel({ settings: { allowNoCaptcha: true } });
      try {
        const someone = await open.traveller({ password });
        const login = { uid: someone.id, password, no_captcha };
        expect(await open.call(undefined, 'POST /travel/user/login', login)).toMatchObject({ status: 200 });
      } finally {
        await open.close();
      }
    },
  );
});

describe('/travel/user/logout', () => {
  test.each(['GET', 'POST'])('ends the session by %s', async (method) => {
    const user = await world.traveller({ password });
    const browser = await visitor();
    await browser.call('POST /travel/user/login', { uid: user.id, password, captcha: right });
    const stolen = { cookie: `travel-session=${browser.jar.get('travel-session')}` };
    expect(await browser.call(`${method} /travel/user/logout`)).toMatchObject({
      status: 200,
      body: { code: 200, msg: '已清除登录信息', data: null },
    });
    expect(await world.call(undefined, 'GET /travel/user/info', undefined, stolen)).toMatchObject(
      refusal('未登录或登录超时'),
    );
  });

  test('says the same to somebody who was not logged in', async () => {
    expect(await world.call(undefined, 'GET /travel/user/logout')).toMatchObject({ status: 200 });
  });

  test('is not done for a foreign page, a prefetch or a HEAD', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { referer: 'https://evil.example/' },
      { purpose: 'prefetch' },
    ])
      expect(await world.call(undefined, 'GET /travel/user/logout', undefined, headers)).toMatchObject(
        refusal('不允许跨站请求'),
      );
    expect(await world.call(undefined, 'HEAD /travel/user/logout')).toMatchObject({ status: 403 });
  });
});

describe('POST /travel/user/register', () => {
  const person = (fields: Record<string, unknown> = {}) => ({
    uname: unique('u'),
    phone: anyPhone(),
    password,
    captcha: right,
    ...fields,
  });
  const register = async (fields: Record<string, unknown>) =>
    (await visitor()).call('POST /travel/user/register', fields);

  test.each([
    ['a phone', {}],
    ['an e-mail', { phone: undefined, email: 'a1@example.org' }],
    ['both', { email: 'a2@example.org' }],
    ['a name in another script', { uname: unique('旅行_') }],
  ])('makes an account with %s', async (_name, fields) => {
    const given = person(fields);
    expect(await register(given)).toMatchObject({ status: 200, body: { code: 200, msg: '注册成功', data: null } });
    const made = await world.em().findOneOrFail(User, { uname: String(given.uname) });
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
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 403]);
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
    await world.em().getConnection().execute(`update session set expires_at = now() where user_id = ${user.id}`);
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
