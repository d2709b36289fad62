import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { User } from '#domain/accounts/user.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { Verification } from '#domain/verification/verification.entity.ts';
import { musicianApplication } from '#tests/kit/identities.ts';
import { anyMail, buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
beforeAll(async () => void (world = await buildVfine()));
afterAll(() => world.close());

const at = '/vfine/v1';
const application = musicianApplication();
const apply = (user: User | undefined, body: object = application) =>
  world.call(user, `PUT ${at}/mps/identification`, { ...body });
const standing = async (user: User) => (await world.call(user, `GET ${at}/mps/identification`)).body;
const review = (who: User | undefined, uuid: string, body: object = { verdict: 'approve' }) =>
  world.call(who, `POST ${at}/admin/identifications/${uuid}/review`, { ...body });
const withdraw = (user: User | undefined) => world.call(user, `DELETE ${at}/mps/identification`);
const messages = async (user: User) => (await world.call(user, `GET ${at}/messages/`)).body;

describe('PUT and GET /mps/identification', () => {
  test('begins one process a person, whose id and input tell neither name nor card', async () => {
    const user = await world.buildUser();
    expect(await standing(user)).toEqual({ is_done: null });
    expect(await apply(user)).toMatchObject({ status: 204, body: Buffer.alloc(0) });
    expect(await standing(user)).toEqual({ is_done: false });
    const begun = world.flows.begun.at(-1);
    expect(begun).toMatchObject({ type: 'musicianVerification', id: `musician-verification:${user.uuid}` });
    for (const personal of [application.id, application.name, application.id_card_facade])
      expect(JSON.stringify(begun?.input)).not.toContain(`"${personal}"`);
  });

  test('refuses a second application', async () => {
    const user = await world.buildUser();
    await apply(user);
    const reply = await apply(user);
    expect(reply).toMatchObject({ status: 400 });
    expect(reply.body).toEqual({ message: '已经申请过了', code: 'action_already_done' });
  });

  test('takes one of two applications at once', async () => {
    const user = await world.buildUser();
    const both = await Promise.all([apply(user), apply(user)]);
    expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([204, 400]);
    expect(await world.em().count(Verification, { user: user.id })).toBe(1);
  });

  test('refuses a musician', async () => {
    const user = await world.buildUser();
    await world.em().nativeUpdate(User, { id: user.id }, { type: 'MUSICIAN' });
    expect(await apply(user)).toMatchObject({ status: 400, body: { code: 'action_already_done' } });
    expect(await standing(user)).toEqual({ is_done: true });
  });

  test.each(Object.keys(application))('asks for %s', async (field) => {
    const { [field as 'id']: _, ...rest } = application;
    const reply = await apply(await world.buildUser(), rest);
    expect(reply).toMatchObject({ status: 400, body: { message: '缺少字段', code: 'missing_body_field' } });
  });

  test.each([
    ['a card too short', { id: '1301041990' }],
    ['a card of letters', { id: 'a'.repeat(18) }],
    ['a card that is a number', { id: 130_104_190_001_011 }],
    ['occupations that are no list', { occupations: 'singer' }],
    ['no occupation', { occupations: [] }],
    ['an occupation that is no text', { occupations: [1] }],
    ['an empty name', { name: '' }],
    ['a name too long', { name: 'x'.repeat(65) }],
    ['an empty path', { music: '' }],
    ['a path that is null', { avatar: null }],
  ])('refuses %s', async (_name, wrong) => {
    const user = await world.buildUser();
    const reply = await apply(user, { ...application, ...wrong });
    expect(reply).toMatchObject({ status: 400, body: { message: '传入参数不规范', code: 'invalid_value' } });
    expect(await standing(user)).toEqual({ is_done: null });
  });

  test.each(['130104199001011', '13010419900101123x', '13010419900101123X'])('takes the card %s', async (id) => {
    expect(await apply(await world.buildUser(), { ...application, id })).toMatchObject({ status: 204 });
  });

  test('is for people of this face', async () => {
    expect(await apply(undefined)).toMatchObject({ status: 401, body: { message: '未认证' } });
    expect(await world.call(undefined, `GET ${at}/mps/identification`)).toMatchObject({ status: 401 });
    expect(await apply(await world.buildOperator())).toMatchObject({ status: 404 });
  });
});

describe('the setting ID_CARD_CHECK', () => {
  test.each([
    ['11010519491231002X', 204],
    ['110105194912310021', 400],
  ])('answers %s with %i', async (id, status) => {
    const strict = await buildVfine({ settings: { idCardCheck: true } });
    try {
      const user = await strict.buildUser();
      const reply = await strict.call(user, `PUT ${at}/mps/identification`, { ...application, id });
      expect(reply).toMatchObject({ status });
    } finally {
      await strict.close();
    }
  });
});

describe('POST /admin/identifications/:uuid/review', () => {
  test('makes a musician, tells the person and leaves an audit row', async () => {
    const [user, operator] = [await world.buildUser({ email: anyMail() }), await world.buildOperator()];
    await apply(user);
    const { runId } = world.flows.begun.at(-1) ?? {};
    const reply = await review(operator, user.uuid, { verdict: 'approve', remark: 'good' });
    expect(reply).toMatchObject({ status: 200, body: { status: 'APPROVED' } });
    expect(await standing(user)).toEqual({ is_done: true });
    expect((await world.call(user, `GET ${at}/users/profile`)).body).toMatchObject({
      type: 'MUSICIAN',
      musician: { type: 'SINGER' },
    });
    expect(await messages(user)).toMatchObject({
      count: 1,
      results: [
        { type: 'SYSTEM', title: 'SUCCESS_TO_MUSICIAN', content: 'SUCCESS_TO_MUSICIAN', args: { email: user.email } },
      ],
    });
    expect(await world.em().find(Audit, { actor: operator.uuid })).toMatchObject([
      {
        realm: 'vfine',
        action: 'verification.approve',
        before: 'PENDING',
        after: 'APPROVED',
        workflowId: `musician-verification:${user.uuid}`,
        runId,
        requestId: reply.headers.get('x-request-id'),
      },
    ]);
  });

  test('refuses, and the person may apply again', async () => {
    const [user, operator] = [await world.buildUser(), await world.buildOperator()];
    await apply(user);
    const reply = await review(operator, user.uuid.toUpperCase(), { verdict: 'refuse' });
    expect(reply).toMatchObject({ status: 200, body: { status: 'REFUSED' } });
    expect(await standing(user)).toEqual({ is_done: null });
    expect(await messages(user)).toMatchObject({ results: [{ title: 'FAIL_TO_MUSICIAN' }] });
    expect(await apply(user)).toMatchObject({ status: 204 });
  });

  test('decides once', async () => {
    const [user, operator] = [await world.buildUser(), await world.buildOperator()];
    await apply(user);
    await review(operator, user.uuid);
    const reply = await review(operator, user.uuid, { verdict: 'refuse' });
    expect(reply).toMatchObject({ status: 400, body: { message: '当前操作已完成', code: 'action_already_done' } });
    expect(await standing(user)).toEqual({ is_done: true });
  });

  test.each([
    ['approve', 'APPROVED', 'SUCCESS_TO_MUSICIAN', true],
    ['refuse', 'REFUSED', 'FAIL_TO_MUSICIAN', null],
  ])('can %s where somebody has terminated the process', async (verdict, status, title, isDone) => {
    const [user, operator] = [await world.buildUser(), await world.buildOperator()];
    await apply(user);
    world.flows.end(`musician-verification:${user.uuid}`);
    const reply = await review(operator, user.uuid, { verdict, remark: 'seen' });
    expect(reply).toMatchObject({ status: 200, body: { status } });
    expect(await standing(user)).toEqual({ is_done: isDone });
    expect(await messages(user)).toMatchObject({ count: 1, results: [{ title, args: { remark: 'seen' } }] });
    expect(await world.em().find(Audit, { actor: operator.uuid })).toMatchObject([
      { action: `verification.${verdict}`, after: status, runId: null, requestId: reply.headers.get('x-request-id') },
    ]);
    expect(await review(operator, user.uuid)).toMatchObject({ status: 400, body: { code: 'action_already_done' } });
  });

  test.each([
    ['a user', () => world.buildUser(), 403],
    ['a manager', () => world.buildUser({ roles: ['manager'] }), 403],
    ['nobody', async () => undefined, 401],
    ['an administrator of this face', () => world.buildUser({ roles: ['admin'] }), 200],
  ])('answers %s', async (_name, who, status) => {
    const user = await world.buildUser();
    await apply(user);
    const reply = await review(await who(), user.uuid);
    expect(reply.status).toBe(status);
    if (status !== 200) expect(Object.keys(reply.body as object)).toEqual(['message']);
  });

  test.each([
    [
      'an unknown person',
      '00000000-0000-4000-8000-000000000000',
      { verdict: 'approve' },
      404,
      { detail: 'Not found.' },
    ],
    ['no uuid', 'abc', { verdict: 'approve' }, 404, { detail: 'Not found.' }],
    ['an unknown verdict', undefined, { verdict: 'maybe' }, 400, { code: 'invalid_value' }],
    ['no verdict', undefined, {}, 400, { code: 'missing_body_field' }],
    ['a remark too long', undefined, { verdict: 'refuse', remark: 'x'.repeat(501) }, 400, { code: 'invalid_value' }],
  ])('answers %s', async (_name, uuid, body, status, answer) => {
    const user = await world.buildUser();
    await apply(user);
    expect(await review(await world.buildOperator(), uuid ?? user.uuid, body)).toMatchObject({ status, body: answer });
  });
});

describe('DELETE /mps/identification', () => {
  test('withdraws what waits, quietly', async () => {
    const user = await world.buildUser();
    await apply(user);
    expect(await withdraw(user)).toMatchObject({ status: 204 });
    expect(await standing(user)).toEqual({ is_done: null });
    expect(await messages(user)).toMatchObject({ count: 0 });
    expect(await world.em().find(Audit, { actor: user.uuid })).toMatchObject([{ after: 'WITHDRAWN' }]);
    expect(await withdraw(user)).toMatchObject({ status: 400, body: { code: 'action_already_done' } });
    expect(await apply(user)).toMatchObject({ status: 204 });
  });

  test('withdraws where somebody has terminated the process', async () => {
    const user = await world.buildUser();
    await apply(user);
    world.flows.end(`musician-verification:${user.uuid}`);
    expect(await withdraw(user)).toMatchObject({ status: 204 });
    expect(await standing(user)).toEqual({ is_done: null });
    expect(await world.em().find(Audit, { actor: user.uuid })).toMatchObject([{ after: 'WITHDRAWN' }]);
    expect(await withdraw(user)).toMatchObject({ status: 400, body: { code: 'action_already_done' } });
  });

  test('finds nothing where nobody applied', async () => {
    expect(await withdraw(await world.buildUser())).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
    expect(await withdraw(undefined)).toMatchObject({ status: 401 });
  });
});
