import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
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

test('no request was a fault', () => {
  expect(world.faults).toEqual([]);
});
