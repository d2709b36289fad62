import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import { beginOfChinaDay, chinaDayOf } from '#domain/payouts/china-day.plan.ts';
import { buildCertificate } from '#tests/kit/certificates.ts';
import { anyMail, anyPhone, buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
beforeAll(async () => void (world = await buildVfine()));
afterAll(() => world.close());

const at = '/vfine/v1';
const verify = async (contact: { phone: string } | { email: string }) => {
  await world.call(undefined, `PUT ${at}/auth/send/`, contact);
  const code = world.lastCode();
  expect(await world.call(undefined, `PUT ${at}/auth/verify/`, { ...contact, code })).toMatchObject({ status: 204 });
};

describe('POST /users/', () => {
  test('registers who has verified a phone, as a visitor, without logging in', async () => {
    const phone = anyPhone();
    await verify({ phone });
    const reply = await world.call(undefined, `POST ${at}/users/`, { phone, password: '123223' });
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      email: '',
      email_activated: false,
      phone,
      type: 'Visitor',
      uuid: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    });
    expect(reply.headers.getSetCookie()).toEqual([]);
  });

  test('registers who has verified a mail address, whatever its case', async () => {
    const email = anyMail();
    await verify({ email: email.toUpperCase() });
    const reply = await world.call(undefined, `POST ${at}/users/`, { phone: '', email, password: '123223' });
    expect(reply).toMatchObject({ status: 200, body: { email, email_activated: true, phone: '' } });
  });

  test('takes a verification once', async () => {
    const phone = anyPhone();
    await verify({ phone });
    await world.call(undefined, `POST ${at}/users/`, { phone, password: '1' });
    await world.em().getConnection().execute('delete from account where phone = ?', [phone]);
    const again = await world.call(undefined, `POST ${at}/users/`, { phone, password: '1' });
    expect(again).toMatchObject({ status: 401, body: { message: '验证失败', code: 'wrong_auth' } });
  });

  test('lets a verification lapse after thirty minutes', async () => {
    const phone = anyPhone();
    await verify({ phone });
    world.clock.forward(31);
    const reply = await world.call(undefined, `POST ${at}/users/`, { phone, password: '1' });
    world.clock.reset();
    expect(reply).toMatchObject({ status: 401, body: { code: 'wrong_auth' } });
  });

  test('keeps the verification where registering is refused', async () => {
    const phone = anyPhone();
    await verify({ phone });
    await world.call(undefined, `POST ${at}/users/`, { phone, password: '' });
    expect(await world.call(undefined, `POST ${at}/users/`, { phone, password: '1' })).toMatchObject({ status: 200 });
  });

  test('makes one account of two requests at once', async () => {
    const phone = anyPhone();
    await verify({ phone });
    const both = await Promise.all(
      [1, 2].map(() => world.call(undefined, `POST ${at}/users/`, { phone, password: '123' })),
    );
    const [made, refused] = both.toSorted((one, other) => one.status - other.status);
    expect(made).toMatchObject({ status: 200 });
    expect(refused?.body).toMatchObject({ code: expect.stringMatching(/^(db_integrity_error|wrong_auth)$/) });
  });

  const known = anyPhone();
  const cases: [name: string, body: object, status: number, answer: object][] = [
    ['refuses a phone that nobody verified', { phone: anyPhone(), password: '1' }, 401, { code: 'wrong_auth' }],
    ['refuses a phone that has an account', { phone: known, password: '1' }, 400, { code: 'db_integrity_error' }],
    ['asks for a phone or mail address', { password: '1' }, 400, { message: '缺少字段', code: 'missing_body_field' }],
    ['asks for a password', { phone: anyPhone() }, 400, { code: 'missing_body_field' }],
    [
      'refuses an empty contact',
      { phone: '', email: '', password: '1' },
      400,
      { message: '传入的邮箱或者手机号为空,邮箱格式不合法等', code: 'invalid_value' },
    ],
    ['refuses a malformed phone', { phone: '12', password: '1' }, 400, { code: 'invalid_value' }],
    ['refuses a phone that is no text', { phone: 8613, password: '1' }, 400, { code: 'invalid_value' }],
    ['refuses a malformed mail address', { email: 'a@', password: '1' }, 400, { code: 'invalid_value' }],
    ['refuses an empty password', { phone: anyPhone(), password: '' }, 400, { code: 'invalid_value' }],
  ];
  test.each(cases)('%s', async (_name, body, status, answer) => {
    if ('phone' in body && body.phone === known) await world.buildUser({ phone: known });
    expect(await world.call(undefined, `POST ${at}/users/`, { ...body })).toMatchObject({ status, body: answer });
  });
});

test('GET /users/check does not tell of a whole list of phones', async () => {
  const limited = await buildVfine({ settings: { rateLimits: true } });
  const ask = () => limited.call(undefined, `GET ${at}/users/check?email=${anyMail()}`);
  await limited.tried('verify', 59);
  expect((await ask()).status).toBe(200);
  expect(await ask()).toMatchObject({ status: 400, body: { code: 'too_many_requests' } });
  await limited.close();
});

describe('GET /users/check', () => {
  const phone = anyPhone();
  const email = anyMail();
  beforeAll(() => world.buildUser({ phone, email }));
  const at = '/vfine/v1/users/check';

  test.each([
    ['knows a phone', `?phone=${encodeURIComponent(phone)}`, 200, { result: true }],
    ['knows a mail address in any case', `?email=${email.toUpperCase()}`, 200, { result: true }],
    ['knows a phone whose plus sign is not escaped', `?phone=${phone}`, 200, { result: true }],
    ['does not know another phone', `?phone=${encodeURIComponent(anyPhone())}`, 200, { result: false }],
    ['looks for the one that is given', `?phone=&email=${email}`, 200, { result: true }],
    ['asks for one', '', 400, { code: 'missing_query_params' }],
    ['refuses empty ones', '?phone=&email=', 400, { code: 'invalid_value' }],
    ['refuses a malformed phone', '?phone=abc', 400, { code: 'invalid_value' }],
    ['refuses a repeated one', '?email=a@b.cn&email=c@d.cn', 400, { code: 'invalid_value' }],
  ])('%s', async (_name, query, status, body) => {
    expect(await world.call(undefined, `GET ${at}${query}`)).toMatchObject({ status, body });
  });
});

describe('the profile', () => {
  test('shows a visitor without a musician', async () => {
    const user = await world.buildUser({ phone: anyPhone() });
    const { status, body } = await world.call(user, `GET ${at}/users/profile`);
    expect(status).toBe(200);
    expect(body).toEqual({
      name: '',
      avatar: '',
      location: {},
      uuid: user.uuid,
      email: '',
      phone: user.phone,
      type: 'Visitor',
    });
  });

  test('shows a musician with type, level and the profit of this day of China', async () => {
    const [seller, other, buyer] = [await world.buildMusician(), await world.buildMusician(), await world.buildUser()];
    const profile = async () => (await world.call(seller, `GET ${at}/users/profile`)).body;
    const musician = { type: 'SINGER', today_profit: 0, level: 'NORMAL' };
    expect(await profile()).toMatchObject({ type: 'MUSICIAN', musician });
    const today = beginOfChinaDay(chinaDayOf(world.clock.now())).getTime();
    for (const [incomeFen, issuedAt] of [
      [8900, today],
      [50, today + 1000],
      [400, today - 1],
    ] as const) {
      const { id } = await buildCertificate(world, { buyer, seller, incomeFen });
      await world.em().nativeUpdate(Certificate, { id }, { issuedAt: new Date(issuedAt) });
    }
    await buildCertificate(world, { buyer, seller, state: 'VOID' });
    await buildCertificate(world, { buyer, seller: other });
    expect(await profile()).toMatchObject({ musician: { ...musician, today_profit: 89.5 } });
  });

  test('takes any part of name, location and avatar', async () => {
    const user = await world.buildUser();
    const put = (body: object) => world.call(user, `PUT ${at}/users/profile`, { ...body });
    const location = { city: '广东省', 'any key': [1, null, { deep: true }] };
    expect(await put({ name: '崔老师' })).toMatchObject({ status: 204 });
    expect(await put({ location, avatar: '/path/to/avatar.jpg' })).toMatchObject({ status: 204 });
    expect(await put({})).toMatchObject({ status: 204 });
    const reply = await world.call(user, `GET ${at}/users/profile`);
    expect(reply.body).toMatchObject({ name: '崔老师', location, avatar: '/path/to/avatar.jpg' });
  });

  test.each([['"a json string"'], ['[1,2]'], ['7'], ['false']])('keeps the location %s as it is', async (location) => {
    const user = await world.buildUser();
    await world.call(user, `PUT ${at}/users/profile`, `{"location":${location}}`);
    const { body } = await world.call(user, `GET ${at}/users/profile`);
    expect(body).toMatchObject({ location: JSON.parse(location) });
  });

  test.each([
    ['a name that is no text', { name: 7 }],
    ['a name too long', { name: 'x'.repeat(65) }],
    ['a name with NUL', { name: 'a\0b' }],
    ['a half surrogate in the location', { location: { a: '\ud800' } }],
    ['a NUL in the location', { location: ['\0'] }],
    ['a location too long', { location: 'x'.repeat(20_001) }],
  ])('refuses %s', async (_name, body) => {
    const user = await world.buildUser();
    const reply = await world.call(user, `PUT ${at}/users/profile`, { ...body });
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid_value' } });
  });

  test('refuses a location of thousands of levels', async () => {
    const user = await world.buildUser();
    const deep = `{"location":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    const reply = await world.call(user, `PUT ${at}/users/profile`, deep);
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid_value' } });
  });

  test.each(['GET', 'PUT'])('asks for a login: %s', async (method) => {
    const reply = await world.call(undefined, `${method} ${at}/users/profile`, method === 'PUT' ? {} : undefined);
    expect(reply).toMatchObject({ status: 401, body: { message: '未认证' } });
    expect(reply.body).not.toHaveProperty('code');
  });

  test.each(['GET', 'PUT'])('is nothing an operator has: %s', async (method) => {
    const operator = await world.buildOperator();
    const reply = await world.call(operator, `${method} ${at}/users/profile`, method === 'PUT' ? {} : undefined);
    expect(reply).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
  });
});
