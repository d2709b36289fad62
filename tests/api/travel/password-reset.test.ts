import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PasswordReset } from '#domain/accounts/password-reset.entity.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { ResetAttempt } from '#domain/accounts/reset-attempt.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Browser } from '#tests/kit/http.ts';
import { captchaAnswer as captcha } from '#tests/kit/ports.ts';
import { anyPhone, buildTravel, refusal, success, visitorOf, type Travel } from '#tests/kit/travel.ts';
import { unique } from '#tests/kit/world.ts';
import { passwordReset, redeem, resetOf, type ResetRequest } from '#workflows/password-reset/contract.ts';

let world: Travel;
let user: User;
let browser: Browser;

beforeAll(async () => void (world = await buildTravel()));
afterAll(async () => {
  expect(world.faults).toEqual([]);
  await world.close();
});
beforeEach(async () => {
  world.reset();
  user = await world.traveller({ phone: anyPhone(), email: `${unique('e')}@example.org`, password: 'old one' });
  browser = await visitorOf(world);
});

const isVoid = refusal('未获取恢复码或已失效');

/** One more request of the browser, with a fresh captcha unless it brings its own. */
async function ask(fields: Record<string, unknown>) {
  await browser.call('GET /travel/user/captcha');
  return browser.call('POST /travel/user/reset', { captcha, ...fields });
}

/** Asks for a code; what comes back then is judged by the real rules. */
async function sendCode(fields: Record<string, unknown> = { email: user.email }): Promise<string> {
  expect(await ask(fields)).toMatchObject({ status: 200 });
  const request = world.flows.begun.map(({ input }) => input as ResetRequest).at(-1);
  const resetId = request?.resetId ?? '';
  world.flows.answer(resetOf(resetId), redeem, async (attempt) => {
    const verdict = await world.resets.judgeAttempt({ resetId, ...(attempt as { attemptId: string }) });
    if (verdict === 'wrong') throw new DomainError('invalid', 'code_wrong');
    if (verdict === 'void') throw new DomainError('invalid', 'reset_void');
    world.flows.end(resetOf(resetId));
  });
  return world.ports.secrets.codeFor(resetId);
}

const login = async (password: string) =>
  (await visitorOf(world)).call('POST /travel/user/login', { uid: user.id, password, captcha });

describe('the first request', () => {
  test.each([
    ['email', '已发送恢复码至邮箱'],
    ['phone', '已发送恢复码至手机'],
  ] as const)('sends a code by %s', async (channel, msg) => {
    expect(await ask({ [channel]: user[channel] })).toMatchObject(success(msg));
    const input = world.flows.begun.at(-1)?.input;
    expect(input).toEqual({
      resetId: expect.any(String),
      realm: 'travel',
      userId: user.id,
      session: expect.stringMatching(/^[0-9a-f]{64}$/),
      channel,
    });
    const row = await world.em().findOneOrFail(PasswordReset, { user: user.id });
    expect(row.state).toBe('SENT');
  });

  test('needs no session where an operator vouches for the captcha', async () => {
    const lax = await buildTravel({ settings: { allowNoCaptcha: true } });
    try {
      const other = await lax.traveller({ email: 'x@example.org' });
      const stranger = lax.browser();
      const asked = { email: other.email, no_captcha: 1 };
      expect(await stranger.call('POST /travel/user/reset', asked)).toMatchObject(success('已发送恢复码至邮箱'));
      expect(stranger.jar.size).toBe(1);
    } finally {
      await lax.close();
    }
  });

  const refusals: [name: string, fields: Record<string, unknown>, msg: string][] = [
    ['nobody’s e-mail', { email: 'nobody@example.org' }, '找不到用户'],
    ['nobody’s phone', { phone: '13900000000' }, '找不到用户'],
    ['neither', {}, '找不到用户'],
    ['an empty e-mail', { email: ' ' }, '找不到用户'],
    ['both', { email: 'a@example.org', phone: '13900000000' }, '参数错误'],
    ['an e-mail that is a list', { email: ['a'] }, '参数错误'],
    ['an e-mail with NUL', { email: 'a\0@example.org' }, '参数错误'],
    ['an e-mail of a mile', { email: `${'a'.repeat(1100)}@example.org` }, '参数错误'],
    ['a wrong captcha', { email: 'nobody@example.org', captcha: 'nope' }, '验证码错误'],
    ['no captcha', { email: 'nobody@example.org', captcha: undefined }, '验证码错误'],
  ];
  test.each(refusals)('refuses %s', async (_name, fields, msg) => {
    expect(await ask(fields)).toMatchObject(refusal(msg));
    expect(world.flows.begun).toEqual([]);
  });

  test('uses the captcha up where it is wrong, not where it is empty', async () => {
    const email = user.email;
    const again = () => browser.call('POST /travel/user/reset', { email, captcha });
    expect(await ask({ email, captcha: '' })).toMatchObject(refusal('验证码错误'));
    expect(await again()).toMatchObject({ status: 200 });
    expect(await again()).toMatchObject(refusal('验证码错误'));
  });

  test.each([
    ['email', 'unsent_by_email', '发送邮件失败'],
    ['phone', 'unsent_by_phone', '发送短信失败'],
  ] as const)('says where a code could not be sent by %s', async (channel, code, msg) => {
    world.flows.onBegin(passwordReset, async () => {
      throw new DomainError('unavailable', code, 'TimeoutError');
    });
    expect(await ask({ [channel]: user[channel] })).toMatchObject({
      status: 403,
      body: { code: 403, msg, data: `${msg}：TimeoutError` },
    });
  });

  test('sends one code a minute to an account, whoever asks', async () => {
    await sendCode();
    browser = await visitorOf(world);
    expect(await ask({ phone: user.phone })).toMatchObject(refusal('操作过于频繁，请稍后再试'));
  });
});

describe('the later requests', () => {
  test('change the password once and end every session of the account', async () => {
    const other = await world.tokenOf(user);
    const code = await sendCode();
    expect(await ask({ code: 'wrong', new_password: 'fresh' })).toMatchObject(refusal('恢复码错误'));
    expect(await ask({ code, new_password: 'fresh' })).toMatchObject(success('修改成功'));
    expect(await ask({ code, new_password: 'again' })).toMatchObject(isVoid);
    const headers = { authorization: `Bearer ${other}` };
    expect(await world.call(undefined, 'GET /travel/user/info', undefined, headers)).toMatchObject(
      refusal('未登录或登录超时'),
    );
    expect(await login('old one')).toMatchObject(refusal('密码错误'));
    expect(await login('fresh')).toMatchObject({ status: 200 });
  });

  test('take a code as a number', async () => {
    const code = await sendCode();
    const asNumber = code.startsWith('0') ? code : Number(code);
    expect(await ask({ code: asNumber, new_password: 'fresh' })).toMatchObject(success('修改成功'));
  });

  test('are void in another session', async () => {
    const code = await sendCode();
    browser = await visitorOf(world);
    expect(await ask({ code, new_password: 'fresh' })).toMatchObject(isVoid);
    expect(await world.em().count(ResetAttempt, { reset: { user: user.id } })).toBe(0);
  });

  test('are void without a first one, and when its process has ended', async () => {
    expect(await ask({ code: '123456', new_password: 'fresh' })).toMatchObject(isVoid);
    const code = await sendCode();
    world.flows.forget();
    expect(await ask({ code, new_password: 'fresh' })).toMatchObject(isVoid);
    expect(await login('old one')).toMatchObject({ status: 200 });
  });

  const refusals: [name: string, fields: Record<string, unknown>, msg: string][] = [
    ['a wrong captcha, first of all', { code: '', captcha: 'nope' }, '验证码错误'],
    ['no captcha', { code: '1', new_password: 'x', captcha: undefined }, '验证码错误'],
    ['an empty code', { code: '', new_password: 'x' }, '参数错误'],
    ['no code', { new_password: 'x' }, '参数错误'],
    ['no new password', { code: '123456' }, '参数错误'],
    ['an empty new password', { code: '123456', new_password: ' ' }, '参数错误'],
    ['a new password that is an object', { code: '123456', new_password: {} }, '参数错误'],
    ['a code with NUL', { code: '1\0', new_password: 'x' }, '参数错误'],
    ['a password of a mile', { code: '1', new_password: 'x'.repeat(1001) }, '参数错误'],
    ['a wrong code', { code: '12345x', new_password: 'x' }, '恢复码错误'],
  ];
  test.each(refusals)('refuse %s', async (_name, fields, msg) => {
    await sendCode();
    expect(await ask(fields)).toMatchObject(refusal(msg));
    expect(await login('old one')).toMatchObject({ status: 200 });
  });

  test('are counted by account: of two codes in two sessions the first one right wins', async () => {
    const early = await sendCode();
    const first = browser;
    await world.em().nativeUpdate(PasswordReset, { user: user.id }, { createdAt: new Date(Date.now() - 61_000) });
    browser = await visitorOf(world);
    const late = await sendCode();
    expect(await ask({ code: late, new_password: 'late' })).toMatchObject(success('修改成功'));
    browser = first;
    expect(await ask({ code: early, new_password: 'early' })).toMatchObject(isVoid);
    expect(await login('late')).toMatchObject({ status: 200 });
  });
});

test('GET is refused', async () => {
  expect(await world.call(undefined, 'GET /travel/user/reset')).toMatchObject(refusal('请使用 POST 请求'));
});
