import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { User } from '#domain/accounts/user.entity.ts';
import { anyPhone, buildTravel, refusal, type Travel } from '#tests/kit/travel.ts';
import { unique } from '#tests/kit/world.ts';
import type { ContactChange } from '#workflows/contact-change/contract.ts';

let world: Travel;
beforeAll(async () => void (world = await buildTravel()));
afterAll(async () => {
  expect(world.faults).toEqual([]);
  await world.close();
});

const change = (who: User | undefined, fields: Record<string, unknown> | URLSearchParams) =>
  world.call(who, 'POST /travel/user/info', fields);
const changed = (data: object) => ({ status: 200, body: { code: 200, msg: '操作成功', data } });
const anyMail = () => `${unique('e')}@example.org`;

describe('POST /travel/user/info', () => {
  const contacts = { phone: anyPhone(), email: anyMail() };
  const cases: [name: string, fields: Record<string, unknown>, data: object][] = [
    ['nothing', {}, { gender: 0, intro: '' }],
    ['a gender as text', { gender: '2' }, { gender: 2 }],
    ['a gender as a number', { gender: 1 }, { gender: 1 }],
    ['an intro', { intro: '旅行者 😀' }, { intro: '旅行者 😀' }],
    ['a phone', { phone: contacts.phone }, { phone: contacts.phone }],
    ['an e-mail, in small letters', { email: contacts.email.toUpperCase() }, { email: contacts.email }],
    ['what is empty not at all, but for the intro', { gender: '', phone: ' ', email: '', intro: '' }, { intro: '' }],
    ['no name', { uname: 'other', intro: 'x' }, { intro: 'x' }],
  ];
  test.each(cases)('changes %s', async (_name, fields, data) => {
    const user = await world.traveller();
    expect(await change(user, fields)).toMatchObject(changed({ uid: user.id, uname: user.uname, ...data }));
    const { body } = await world.call(user, 'GET /travel/user/info');
    expect((body as { data: object }).data).toMatchObject(data);
  });

  test('changes everything at once, from a form, and begins to tell the former contacts', async () => {
    const former = { phone: anyPhone(), email: anyMail() };
    const user = await world.traveller(former);
    const wanted = { gender: '1', intro: 'hello', phone: anyPhone(), email: anyMail() };
    expect(await change(user, new URLSearchParams(wanted))).toMatchObject(changed({ ...wanted, gender: 1 }));
    expect(world.flows.begun.at(-1)).toMatchObject({
      type: 'contactChange',
      input: { userId: user.id, former, change: { ...wanted, gender: 1 } } as Partial<ContactChange>,
    });
  });

  test('begins nothing where the contacts stay', async () => {
    const phone = anyPhone();
    const user = await world.traveller({ phone });
    const before = world.flows.begun.length;
    expect(await change(user, { phone, intro: 'y' })).toMatchObject(changed({ phone, intro: 'y' }));
    expect(world.flows.begun).toHaveLength(before);
  });

  const wrong = '无效参数';
  const refusals: [name: string, fields: Record<string, unknown>, msg: string][] = [
    ['an unknown gender', { gender: 3 }, wrong],
    ['a negative gender', { gender: -1 }, wrong],
    ['a gender in words', { gender: 'male' }, wrong],
    ['a gender that is a list', { gender: [1] }, wrong],
    ['a short phone', { phone: '139' }, '手机号格式不正确'],
    ['a phone with letters', { phone: '1390000000x' }, '手机号格式不正确'],
    ['an e-mail that is none', { email: 'a@b' }, wrong],
    ['an e-mail of a mile', { email: `${'a'.repeat(250)}@example.org` }, wrong],
    ['an intro of a mile', { intro: 'x'.repeat(1001) }, wrong],
    ['an intro with NUL', { intro: 'a\0b' }, wrong],
    ['an intro that is an object', { intro: {} }, wrong],
  ];
  test.each(refusals)('refuses %s', async (_name, fields, msg) => {
    const user = await world.traveller();
    expect(await change(user, { intro: 'never', ...fields })).toMatchObject(refusal(msg));
    expect((await world.em().findOneOrFail(User, user.id)).intro).toBe('');
  });

  test.each(['phone', 'email'] as const)('refuses a %s that somebody else has', async (contact) => {
    const taken = { phone: anyPhone(), email: anyMail() };
    await world.traveller(taken);
    const user = await world.traveller();
    expect(await change(user, { [contact]: taken[contact] })).toMatchObject(refusal(wrong));
  });

  test('lets one of two have a phone that both ask for', async () => {
    const [a, b, phone] = [await world.traveller(), await world.traveller(), anyPhone()];
    const replies = await Promise.all([change(a, { phone }), change(b, { phone })]);
    expect(replies.map(({ status }) => status).toSorted((x, y) => x - y)).toEqual([200, 403]);
  });

  test('asks for a login', async () => {
    expect(await change(undefined, {})).toMatchObject(refusal('未登录或登录超时'));
  });

  test('asks for the password where the operator wants that, for contacts only', async () => {
    const strict = await buildTravel({ settings: { confirmContactChange: true } });
    try {
      const user = await strict.traveller({ password: 'right' });
      const ask = (fields: object) => strict.call(user, 'POST /travel/user/info', { ...fields });
      const phone = anyPhone();
      expect(await ask({ phone })).toMatchObject(refusal('密码错误'));
      expect(await ask({ phone, password: 'wrong' })).toMatchObject(refusal('密码错误'));
      expect(await ask({ intro: 'free' })).toMatchObject(changed({ intro: 'free' }));
      expect(await ask({ phone, password: 'right' })).toMatchObject(changed({ phone }));
    } finally {
      await strict.close();
    }
  });
});
