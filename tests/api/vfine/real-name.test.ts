import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { RealName } from '#domain/verification/real-name.entity.ts';
import { openIdentity } from '#domain/verification/identity.ts';
import { realNameRequest } from '#tests/kit/identities.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
beforeAll(async () => void (world = await buildVfine()));
afterAll(() => world.close());

const at = '/vfine/v1';
const ask = (user: User | undefined, body: object = realNameRequest()) =>
  world.call(user, `POST ${at}/users/real_name/`, { ...body });
const own = (user: User | undefined) => world.call(user, `GET ${at}/users/real_name/`);
const waiting = (who: User | undefined) => world.call(who, `GET ${at}/real_name/?page_size=100`);
const decide = (who: User | undefined, uuid: string, body: object = { status: 'SUCCESS' }) =>
  world.call(who, `PATCH ${at}/users/${uuid}/real_name/`, { ...body });
const rowOf = (user: User) => world.em().findOneOrFail(RealName, { user: user.id }, { populate: ['user'] });

describe('POST and GET /users/real_name/', () => {
  test('begins one process a person and shows the card masked', async () => {
    const user = await world.buildUser();
    expect(await own(user)).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
    const body = { ...realNameRequest(), id_card: '362227199501012022' };
    const shown = {
      status: 'WAITING',
      created_at: expect.stringMatching(/000Z$/),
      name: '大姨夫',
      id_card: '3622**********2022',
      id_card_facade: '/facade',
      id_card_obverse: '/obverse',
    };
    const reply = await ask(user, body);
    expect(reply).toMatchObject({ status: 200 });
    expect(reply.body).toEqual(shown);
    expect((await own(user)).body).toEqual(reply.body);
    const begun = world.flows.begun.at(-1);
    expect(begun).toMatchObject({ type: 'realNameVerification', id: `real-name-verification:${user.uuid}` });
    for (const personal of Object.values(body)) expect(JSON.stringify(begun?.input)).not.toContain(personal);
  });

  test('keeps nothing personal in clear, under a key of this person alone', async () => {
    const [user, other] = [await world.buildUser(), await world.buildUser()];
    const body = realNameRequest();
    await ask(user, body);
    await ask(other);
    const row = await rowOf(user);
    const { user: _, ...columns } = row;
    for (const personal of Object.values(body)) expect(JSON.stringify(columns)).not.toContain(personal);
    expect(openIdentity(world.ports.secrets, row)).toMatchObject({ name: body.name, idCard: body.id_card });
    const foreign = await rowOf(other);
    foreign.sealed = row.sealed;
    expect(() => openIdentity(world.ports.secrets, foreign)).toThrow('authenticate');
  });

  test('audits every look, also one that is repeated under its key', async () => {
    const user = await world.buildUser();
    await ask(user);
    const look = () => world.call(user, 'GET /vfine/v1/users/real_name/', undefined, { 'idempotency-key': user.uuid });
    const replies = [await look(), await look()];
    const { id } = await rowOf(user);
    const requestIds = replies.map(({ headers }) => headers.get('x-request-id'));
    expect(await world.em().find(Audit, { subject: `real-name:${id}` })).toMatchObject(
      requestIds.map((requestId) => ({ action: 'real-name.read', actor: user.uuid, requestId })),
    );
  });

  test('refuses a second request while one waits, and after it succeeded', async () => {
    const user = await world.buildUser();
    await ask(user);
    const again = { status: 400, body: { message: '当前操作已完成', code: 'action_already_done' } };
    expect(await ask(user)).toMatchObject(again);
    await decide(await world.buildOperator(), user.uuid);
    expect(await ask(user)).toMatchObject(again);
  });

  test('takes a card from one account only, until it has failed there', async () => {
    const [user, other] = [await world.buildUser(), await world.buildUser()];
    const body = { ...realNameRequest(), id_card: '36222719950101202x' };
    await ask(user, body);
    const reply = await ask(other, { ...body, id_card: '36222719950101202X' });
    expect(reply).toMatchObject({ status: 400, body: { message: '该证件已被使用', code: 'db_integrity_error' } });
    await decide(await world.buildOperator(), user.uuid, { status: 'FAIL' });
    expect(await ask(other, body)).toMatchObject({ status: 200 });
  });

  test.each(['name', 'id_card', 'id_card_facade', 'id_card_obverse'])('asks for %s', async (field) => {
    const reply = await ask(await world.buildUser(), { ...realNameRequest(), [field]: undefined });
    expect(reply).toMatchObject({ status: 400, body: { message: '缺少字段', code: 'missing_body_field' } });
  });

  test.each([
    ['a card too short', { id_card: '3622271995' }],
    ['a card that is a number', { id_card: 362_227_199_501_012 }],
    ['an empty name', { name: '' }],
    ['a name too long', { name: 'x'.repeat(65) }],
    ['an empty path', { id_card_facade: '' }],
    ['a path that is null', { id_card_obverse: null }],
  ])('refuses %s', async (_name, wrong) => {
    const user = await world.buildUser();
    const reply = await ask(user, { ...realNameRequest(), ...wrong });
    expect(reply).toMatchObject({ status: 400, body: { message: '传入参数不规范', code: 'invalid_value' } });
    expect(await own(user)).toMatchObject({ status: 404 });
  });

  test('is for people of this face', async () => {
    expect(await ask(undefined)).toMatchObject({ status: 401, body: { message: '未认证' } });
    expect(await own(undefined)).toMatchObject({ status: 401 });
    expect(await ask(await world.buildOperator())).toMatchObject({ status: 404 });
    expect(await own(await world.buildOperator())).toMatchObject({ status: 404 });
  });
});

describe('GET /real_name/', () => {
  test('lists what waits, oldest first, and audits who looked at whom', async () => {
    const [first, second, decided] = [await world.buildUser(), await world.buildUser(), await world.buildUser()];
    for (const user of [first, second, decided]) await ask(user);
    const operator = await world.buildOperator();
    await decide(operator, decided.uuid);
    const reply = await waiting(operator);
    const { results } = reply.body as { results: { user: { uuid: string } }[] };
    const uuids = results.map(({ user }) => user.uuid);
    expect(uuids.filter((uuid) => [first, second, decided].some((one) => one.uuid === uuid))).toEqual([
      first.uuid,
      second.uuid,
    ]);
    expect(results.find(({ user }) => user.uuid === first.uuid)).toEqual({
      user: { uuid: first.uuid, name: first.name },
      name: '大姨夫',
      created_at: expect.stringMatching(/000Z$/),
      id_card: expect.stringMatching(/^3622\*{10}\d{4}$/),
      id_card_facade: '/facade',
      id_card_facade_link: null,
      id_card_obverse: '/obverse',
      id_card_obverse_link: null,
    });
    const looks = await world.em().find(Audit, { actor: operator.uuid, action: 'real-name.read' });
    expect(looks).toHaveLength(results.length);
    expect(looks.map(({ subject }) => subject)).toContain(`real-name:${(await rowOf(first)).id}`);
  });
});

describe('PATCH /users/:uuid/real_name/', () => {
  test.each(['SUCCESS', 'FAIL'])('decides %s, tells the person and leaves an audit row', async (status) => {
    const [user, operator] = [await world.buildUser(), await world.buildOperator()];
    await ask(user);
    const { runId } = world.flows.begun.at(-1) ?? {};
    const reply = await decide(operator, user.uuid.toUpperCase(), { status });
    expect(reply).toMatchObject({ status: 200, body: { status, name: '大姨夫' } });
    expect(await own(user)).toMatchObject({ status: 200, body: { status } });
    const messages = await world.call(user, `GET ${at}/messages/`);
    expect(messages.body).toMatchObject({ count: 1, results: [{ title: `${status}_TO_REAL_NAME` }] });
    expect(await world.em().find(Audit, { actor: operator.uuid })).toMatchObject([
      {
        action: status === 'SUCCESS' ? 'real-name.approve' : 'real-name.refuse',
        before: 'WAITING',
        after: status,
        workflowId: `real-name-verification:${user.uuid}`,
        runId,
        requestId: reply.headers.get('x-request-id'),
      },
    ]);
  });

  test('decides once; whoever failed may ask again', async () => {
    const [user, operator] = [await world.buildUser(), await world.buildOperator()];
    await ask(user);
    await decide(operator, user.uuid, { status: 'FAIL' });
    const reply = await decide(operator, user.uuid);
    expect(reply).toMatchObject({ status: 400, body: { message: '当前操作已完成', code: 'action_already_done' } });
    expect(await ask(user)).toMatchObject({ status: 200, body: { status: 'WAITING' } });
  });

  test.each(['SUCCESS', 'FAIL'])('decides %s where somebody has terminated the process', async (status) => {
    const [user, other, operator] = [await world.buildUser(), await world.buildUser(), await world.buildOperator()];
    const body = realNameRequest();
    await ask(user, body);
    world.flows.end(`real-name-verification:${user.uuid}`);
    const reply = await decide(operator, user.uuid, { status });
    expect(reply).toMatchObject({ status: 200, body: { status } });
    expect(await own(user)).toMatchObject({ body: { status } });
    const messages = await world.call(user, `GET ${at}/messages/`);
    expect(messages.body).toMatchObject({ count: 1, results: [{ title: `${status}_TO_REAL_NAME` }] });
    const requestId = reply.headers.get('x-request-id');
    expect(await world.em().find(Audit, { actor: operator.uuid })).toMatchObject([
      {
        action: status === 'SUCCESS' ? 'real-name.approve' : 'real-name.refuse',
        before: 'WAITING',
        after: status,
        workflowId: null,
        runId: null,
        requestId,
      },
    ]);
    expect(await decide(operator, user.uuid)).toMatchObject({ status: 400, body: { code: 'action_already_done' } });
    expect(await ask(other, body)).toMatchObject({ status: status === 'FAIL' ? 200 : 400 });
  });

  test.each([
    ['no status', {}, 'missing_body_field'],
    ['another status', { status: 'WAITING' }, 'invalid_value'],
    ['a status that is no text', { status: true }, 'invalid_value'],
  ])('refuses %s', async (_name, body, code) => {
    const user = await world.buildUser();
    await ask(user);
    expect(await decide(await world.buildOperator(), user.uuid, body)).toMatchObject({ status: 400, body: { code } });
    expect(await own(user)).toMatchObject({ body: { status: 'WAITING' } });
  });

  test('finds nobody who asked for nothing', async () => {
    const [user, operator] = [await world.buildUser(), await world.buildOperator()];
    expect(await decide(operator, user.uuid)).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
    expect(await decide(operator, 'abc')).toMatchObject({ status: 404 });
  });
});

describe('both of the operators', () => {
  test.each([
    ['nobody', async () => undefined, 401],
    ['a user', () => world.buildUser(), 403],
    ['a manager', () => world.buildUser({ roles: ['manager'] }), 403],
  ])('refuse %s', async (_name, who, status) => {
    const [user, person] = [await world.buildUser(), await who()];
    await ask(user);
    expect(await decide(person, user.uuid)).toMatchObject({ status });
    expect(await waiting(person)).toMatchObject({ status });
    expect(await own(user)).toMatchObject({ body: { status: 'WAITING' } });
  });
});

test('the setting ID_CARD_CHECK counts', async () => {
  const strict = await buildVfine({ settings: { idCardCheck: true } });
  try {
    const user = await strict.buildUser();
    const send = (id_card: string) =>
      strict.call(user, `POST ${at}/users/real_name/`, { ...realNameRequest(), id_card });
    expect(await send('110105194912310021')).toMatchObject({ status: 400, body: { code: 'invalid_value' } });
    expect(await send('11010519491231002X')).toMatchObject({ status: 200 });
  } finally {
    await strict.close();
  }
});
