import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ContactCode } from '#domain/accounts/contact-code.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { anyMail, anyPhone, buildVfine, type Vfine } from '#tests/kit/vfine.ts';
import { contactVerification } from '#workflows/contact-verification/contract.ts';

let world: Vfine;
beforeAll(async () => void (world = await buildVfine({ areCodesLimited: true })));
afterAll(() => world.close());
beforeEach(() => {
  world.clock.reset();
  world.gateway.isDown = false;
});

const send = (body: object) => world.call(undefined, 'PUT /vfine/v1/auth/send/', { ...body });
const verify = (body: object) => world.call(undefined, 'PUT /vfine/v1/auth/verify/', { ...body });
const wrong = (code: string) => (code === '000000' ? '000001' : '000000');

describe('PUT /auth/send/', () => {
  test('sends a code of six digits to a phone', async () => {
    const phone = anyPhone();
    const reply = await send({ phone, email: '' });
    expect(reply).toMatchObject({ status: 204, body: Buffer.alloc(0) });
    const { to, text } = world.gateway.sent.at(-1) ?? {};
    expect(to).toBe(phone);
    expect(text).toBe(`【V.Fine】验证码 ${world.lastCode()},30 分钟内有效,请勿告诉他人。`);
  });

  test('sends a code to a mail address', async () => {
    const email = anyMail();
    expect(await send({ email })).toMatchObject({ status: 204 });
    expect(world.gateway.sent.at(-1)?.to).toBe(email);
  });

  test('begins one process a code, whose id and summary name nobody', async () => {
    const phone = anyPhone();
    await send({ phone });
    const begun = world.flows.begun.at(-1);
    expect(begun).toMatchObject({ type: 'contactVerification', input: { realm: 'vfine', contact: { phone } } });
    expect(begun?.id).toMatch(/^contact-verification:[0-9a-f-]{36}$/);
    expect(JSON.stringify(begun?.input)).not.toContain(world.lastCode());
  });

  test('keeps neither contact nor code readable', async () => {
    const phone = anyPhone();
    await send({ phone });
    const rows = await world.em().find(ContactCode, {});
    expect(JSON.stringify(rows)).not.toContain(phone.slice(1));
    expect(JSON.stringify(rows)).not.toContain(`"${world.lastCode()}"`);
  });

  test('refuses a second code within a minute', async () => {
    const phone = anyPhone();
    await send({ phone });
    expect(await send({ phone })).toMatchObject({
      status: 400,
      body: { message: '发送频率太高', code: 'too_many_requests' },
    });
    world.clock.forward(1.1);
    expect(await send({ phone })).toMatchObject({ status: 204 });
  });

  test('sends one code where two are asked for at once', async () => {
    const phone = anyPhone();
    const both = await Promise.all([send({ phone }), send({ phone })]);
    const sent = world.gateway.sent.filter(({ to }) => to === phone);
    expect(sent).toHaveLength(1);
    expect(both.filter(({ status }) => status === 204)).toHaveLength(1);
  });

  test('refuses the eleventh code of a day', async () => {
    const phone = anyPhone();
    for (let at = 0; at < 10; at++) {
      expect(await send({ phone })).toMatchObject({ status: 204 });
      world.clock.forward(2);
    }
    expect(await send({ phone })).toMatchObject({ status: 400, body: { code: 'too_many_requests' } });
    world.clock.forward(24 * 60);
    expect(await send({ phone })).toMatchObject({ status: 204 });
  });

  test('says that the gateway did not take it, and does not count it', async () => {
    const phone = anyPhone();
    world.gateway.isDown = true;
    expect(await send({ phone })).toMatchObject({
      status: 400,
      body: { message: '调用第三方服务失败', code: 'upstream_error' },
    });
    world.gateway.isDown = false;
    expect(await verify({ phone, code: '123456' })).toMatchObject({ body: { code: 'unsent_code' } });
    expect(await send({ phone })).toMatchObject({ status: 204 });
  });

  test('asks to come back when no worker answers in time', async () => {
    const other = await buildVfine();
    other.flows.onBegin(contactVerification, () => Promise.reject(new DomainError('unavailable', 'busy')));
    try {
      const reply = await other.call(undefined, 'PUT /vfine/v1/auth/send/', { phone: anyPhone() });
      expect(reply).toMatchObject({
        status: 400,
        body: { message: '系统繁忙,请稍后再试', code: 'upstream_error' },
      });
    } finally {
      await other.close();
    }
  });

  test.each([
    ['asks for a contact', {}, 'missing_body_field'],
    ['asks for a contact that is not null', { phone: null }, 'missing_body_field'],
    ['refuses empty contacts', { phone: '', email: '' }, 'invalid_value'],
    ['refuses a number without country code', { phone: '13900000000' }, 'invalid_value'],
    ['refuses letters', { phone: '+86139abc' }, 'invalid_value'],
    ['refuses a malformed mail address', { email: 'nobody' }, 'invalid_value'],
    ['refuses a list', { phone: ['+8613900000000'] }, 'invalid_value'],
  ])('%s', async (_name, body, code) => {
    const sent = world.gateway.sent.length;
    expect(await send(body)).toMatchObject({ status: 400, body: { code } });
    expect(world.gateway.sent).toHaveLength(sent);
  });
});

describe('PUT /auth/verify/', () => {
  test('takes the right code, also twice', async () => {
    const phone = anyPhone();
    await send({ phone });
    const code = world.lastCode();
    expect(await verify({ phone, code })).toMatchObject({ status: 204, body: Buffer.alloc(0) });
    expect(await verify({ phone, code })).toMatchObject({ status: 204 });
  });

  test('takes the code of a mail address, whatever its case', async () => {
    const email = anyMail();
    await send({ email });
    expect(await verify({ email: email.toUpperCase(), code: world.lastCode() })).toMatchObject({ status: 204 });
  });

  test('refuses where no code was sent', async () => {
    expect(await verify({ phone: anyPhone(), code: '123456' })).toMatchObject({
      status: 400,
      body: { message: '请先发送验证码', code: 'unsent_code' },
    });
  });

  test('refuses a wrong code, and every code after five tries', async () => {
    const phone = anyPhone();
    await send({ phone });
    const code = world.lastCode();
    for (let at = 0; at < 5; at++)
      expect(await verify({ phone, code: wrong(code) })).toMatchObject({
        status: 400,
        body: { message: '验证失败', code: 'phone_verify_failed' },
      });
    expect(await verify({ phone, code })).toMatchObject({ status: 400, body: { code: 'phone_verify_failed' } });
    world.clock.forward(2);
    await send({ phone });
    expect(await verify({ phone, code: world.lastCode() })).toMatchObject({ status: 204 });
  });

  test('counts tries that come at once', async () => {
    const phone = anyPhone();
    await send({ phone });
    const code = world.lastCode();
    await Promise.all(Array.from({ length: 12 }, () => verify({ phone, code: wrong(code) })));
    expect(await verify({ phone, code })).toMatchObject({ body: { code: 'phone_verify_failed' } });
  });

  test('refuses a code after thirty minutes', async () => {
    const phone = anyPhone();
    await send({ phone });
    world.clock.forward(29);
    expect(await verify({ phone, code: world.lastCode() })).toMatchObject({ status: 204 });
    world.clock.forward(2);
    expect(await verify({ phone, code: world.lastCode() })).toMatchObject({
      status: 400,
      body: { message: '超过时间限制(30分钟)', code: 'time_limit_exceeded' },
    });
  });

  test('takes the newest code only', async () => {
    const phone = anyPhone();
    await send({ phone });
    const first = world.lastCode();
    world.clock.forward(2);
    await send({ phone });
    const second = world.lastCode();
    expect(await verify({ phone, code: first })).toMatchObject({ body: { code: 'phone_verify_failed' } });
    expect(await verify({ phone, code: second })).toMatchObject({ status: 204 });
  });

  test('refuses a code that a registration has used up', async () => {
    const phone = anyPhone();
    await send({ phone });
    const code = world.lastCode();
    await verify({ phone, code });
    await world.call(undefined, 'POST /vfine/v1/users/', { phone, password: '1' });
    expect(await verify({ phone, code })).toMatchObject({ status: 400, body: { code: 'unsent_code' } });
  });

  test.each([
    ['asks for the code', { phone: anyPhone() }, 'missing_body_field'],
    ['asks for the contact', { code: '123456' }, 'missing_body_field'],
    ['refuses a code that is a number', { phone: anyPhone(), code: 123456 }, 'invalid_value'],
    ['refuses a malformed phone', { phone: '1', code: '123456' }, 'invalid_value'],
  ])('%s', async (_name, body, code) => {
    expect(await verify(body)).toMatchObject({ status: 400, body: { code } });
  });
});
