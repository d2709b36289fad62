import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { anyMail, anyPhone, buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
beforeAll(async () => void (world = await buildVfine()));
afterAll(() => world.close());

const password = '123223';
const at = '/vfine/v1';
const logIn = (body: object, browser = world.browser()) => browser.call(`POST ${at}/users/login`, { ...body });
const person = () => world.buildUser({ phone: anyPhone(), email: anyMail(), password });

async function fail(user: User, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await logIn({ phone: user.phone, password: 'wrong' });
}
/** Failures of an address count for everybody at it, so stories about single accounts forget the others'. */
const forgetFailures = () => world.em().getConnection().execute('delete from attempt');

describe('POST /users/login', () => {
  test('opens a session that the cookie carries', async () => {
    await forgetFailures();
    const user = await person();
    const browser = world.browser();
    const reply = await logIn({ phone: user.phone, email: '', password }, browser);
    expect(reply).toMatchObject({ status: 204, body: Buffer.alloc(0) });
    const [cookie = ''] = reply.headers.getSetCookie();
    expect(cookie).toMatch(/^vfine-session=[\w-]{43}; path=\/vfine\/v1; expires=.*; samesite=lax; httponly$/i);
    expect(await browser.call(`GET ${at}/users/profile`)).toMatchObject({ status: 200, body: { uuid: user.uuid } });
  });

  test('takes the mail address in any case', async () => {
    const user = await person();
    expect(await logIn({ email: user.email?.toUpperCase(), password })).toMatchObject({ status: 204 });
  });

  test('knows nobody of another face', async () => {
    const phone = anyPhone();
    const { buildUser } = await import('#tests/kit/factories.ts');
    await buildUser(world, { realm: 'okman', phone, password });
    expect(await logIn({ phone, password })).toMatchObject({ status: 401 });
  });

  test.each([
    ['a wrong password', async () => ({ phone: (await person()).phone, password: 'no' })],
    ['an unknown phone', async () => ({ phone: anyPhone(), password })],
  ])('refuses %s with the same words', async (_name, body) => {
    await forgetFailures();
    const reply = await logIn(await body());
    expect(reply.status).toBe(401);
    expect(reply.body).toEqual({ message: '登陆失败' });
  });

  test('needs a captcha after three failures, even with the right password', async () => {
    await forgetFailures();
    const user = await person();
    await fail(user, 2);
    expect(await logIn({ phone: user.phone, password })).toMatchObject({ status: 204 });
    await fail(user, 1);
    expect(await logIn({ phone: user.phone, password })).toMatchObject({
      status: 400,
      body: { message: '登录失败次数过多,需要验证码', code: 'require_captcha' },
    });
  });

  test('counts failures of an account together, by phone and by mail', async () => {
    await forgetFailures();
    const { phone, email } = await person();
    await logIn({ phone, password: 'wrong' });
    await logIn({ phone, password: 'wrong' });
    expect(await logIn({ email, password })).toMatchObject({ status: 204 });
    await logIn({ email: email?.toUpperCase(), password: 'wrong' });
    for (const contact of [{ phone }, { email }])
      expect(await logIn({ ...contact, password })).toMatchObject({ status: 400, body: { code: 'require_captcha' } });
  });

  test('counts failures of a contact that nobody has', async () => {
    await forgetFailures();
    const body = { phone: anyPhone(), password };
    for (let time = 0; time < 3; time++) expect(await logIn(body)).toMatchObject({ status: 401 });
    expect(await logIn(body)).toMatchObject({ status: 400, body: { code: 'require_captcha' } });
    expect(await logIn({ phone: anyPhone(), password })).toMatchObject({ status: 401 });
  });

  test('lets another account in meanwhile', async () => {
    await forgetFailures();
    await fail(await person(), 4);
    expect(await logIn({ phone: (await person()).phone, password })).toMatchObject({ status: 204 });
  });

  test('needs none when the minute has passed', async () => {
    await forgetFailures();
    const user = await person();
    await fail(user, 3);
    await world.em().getConnection().execute("update attempt set at = at - interval '61 seconds'");
    expect(await logIn({ phone: user.phone, password })).toMatchObject({ status: 204 });
  });

  test('needs a captcha of everybody at an address after thirty failures', async () => {
    await forgetFailures();
    for (let time = 0; time < 30; time++) await logIn({ phone: anyPhone(), password });
    const reply = await logIn({ phone: (await person()).phone, password });
    await forgetFailures();
    expect(reply).toMatchObject({ status: 400, body: { code: 'require_captcha' } });
  });

  test('takes the captcha of the session, once', async () => {
    await forgetFailures();
    const user = await person();
    await fail(user, 3);
    const browser = world.browser();
    const picture = await browser.call(`GET ${at}/captcha/`);
    expect(picture.headers.get('content-type')).toBe('image/png');
    const { captchaAnswer: captcha } = world;
    expect(await logIn({ phone: user.phone, password: 'no', captcha }, browser)).toMatchObject({ status: 401 });
    expect(await logIn({ phone: user.phone, password, captcha }, browser)).toMatchObject({
      status: 400,
      body: { code: 'require_captcha' },
    });
    await browser.call(`GET ${at}/captcha/`);
    expect(await logIn({ phone: user.phone, password, captcha: 'WRONG' }, browser)).toMatchObject({ status: 400 });
    await browser.call(`GET ${at}/captcha/`);
    expect(await logIn({ phone: user.phone, password, captcha: captcha.toUpperCase() }, browser)).toMatchObject({
      status: 204,
    });
    expect(await browser.call(`GET ${at}/users/profile`)).toMatchObject({ status: 200 });
  });

  test('keeps a session that looks at a captcha', async () => {
    await forgetFailures();
    const user = await person();
    const browser = world.browser();
    await logIn({ phone: user.phone, password }, browser);
    await browser.call(`GET ${at}/captcha/`);
    expect(await browser.call(`GET ${at}/users/profile`)).toMatchObject({ status: 200 });
  });

  test.each([
    ['asks for a contact', { password }, 'missing_body_field'],
    ['asks for the password', { phone: anyPhone() }, 'missing_body_field'],
    ['refuses empty contacts', { phone: '', email: '', password }, 'invalid_value'],
    ['refuses a password that is no text', { phone: anyPhone(), password: 1 }, 'invalid_value'],
  ])('%s', async (_name, body, code) => {
    expect(await logIn(body)).toMatchObject({ status: 400, body: { code } });
  });

  test('answers many at once', async () => {
    await forgetFailures();
    const user = await person();
    const replies = await Promise.all(Array.from({ length: 40 }, () => logIn({ phone: user.phone, password })));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([204]));
  });
});

describe('PUT /users/logout', () => {
  test('ends the session', async () => {
    await forgetFailures();
    const user = await person();
    const browser = world.browser();
    await logIn({ phone: user.phone, password }, browser);
    const stolen = new Map(browser.jar);
    expect(await browser.call(`PUT ${at}/users/logout`)).toMatchObject({ status: 204 });
    expect(browser.jar.size).toBe(0);
    for (const [name, value] of stolen) browser.jar.set(name, value);
    expect(await browser.call(`GET ${at}/users/profile`)).toMatchObject({ status: 401 });
  });

  test('is only for who is logged in', async () => {
    expect(await world.call(undefined, `PUT ${at}/users/logout`)).toMatchObject({
      status: 401,
      body: { message: '未认证' },
    });
  });
});
