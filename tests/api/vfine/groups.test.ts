import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Group } from '#domain/accounts/group.entity.ts';
import { User } from '#domain/accounts/user.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
beforeAll(async () => void (world = await buildVfine()));
afterAll(() => world.close());

const at = '/vfine/v1';
const make = (who: User | undefined, body: object) => world.call(who, `POST ${at}/groups/`, { ...body });
const add = (who: User | undefined, body: object) => world.call(who, `PUT ${at}/groups/add-user`, { ...body });

describe('POST /groups/', () => {
  test('makes a group, once, and leaves an audit row', async () => {
    const operator = await world.buildOperator();
    expect(await make(operator, { name: 'group1' })).toMatchObject({ status: 200, body: { name: 'group1' } });
    expect(await make(operator, { name: 'group1' })).toMatchObject({
      status: 400,
      body: { message: '当前操作已完成', code: 'action_already_done' },
    });
    expect(await world.em().find(Audit, { actor: operator.uuid })).toMatchObject([{ action: 'group.create' }]);
  });

  test('says the same to whoever makes it at the same time', async () => {
    const operator = await world.buildOperator();
    const replies = await Promise.all(Array.from({ length: 5 }, () => make(operator, { name: 'at once' })));
    const [made, ...others] = replies.toSorted((one, other) => one.status - other.status);
    expect(made).toMatchObject({ status: 200 });
    for (const { body } of others) expect(body).toEqual({ message: '当前操作已完成', code: 'action_already_done' });
    expect(await world.em().find(Audit, { actor: operator.uuid })).toHaveLength(1);
  });

  test.each([
    ['no name', {}, 'missing_body_field'],
    ['an empty name', { name: '' }, 'invalid_value'],
    ['a name too long', { name: 'x'.repeat(65) }, 'invalid_value'],
    ['a name that is no text', { name: 7 }, 'invalid_value'],
  ])('refuses %s', async (_name, body, code) => {
    expect(await make(await world.buildOperator(), body)).toMatchObject({ status: 400, body: { code } });
  });
});

describe('PUT /groups/add-user', () => {
  test('adds a person once', async () => {
    const [operator, user] = [await world.buildOperator(), await world.buildUser()];
    await make(operator, { name: 'friends' });
    const body = { user_id: user.uuid.toUpperCase(), group_name: 'friends' };
    expect(await add(operator, body)).toMatchObject({ status: 204, body: Buffer.alloc(0) });
    expect(await add(operator, body)).toMatchObject({ status: 204 });
    const group = await world.em().findOneOrFail(Group, { name: 'friends' }, { populate: ['members'] });
    expect(group.members.map(({ uuid }) => uuid)).toEqual([user.uuid]);
    expect(await world.em().findOneOrFail(User, user.id)).toMatchObject({ roles: [] });
    expect(await world.em().find(Audit, { actor: operator.uuid, action: 'group.add' })).toMatchObject([
      { subject: `account:${user.uuid}`, after: `group:${group.id}` },
    ]);
  });

  test('gives the role that the group is called by', async () => {
    const [operator, user] = [await world.buildOperator(), await world.buildUser()];
    const list = `GET ${at}/admin/suggestions/`;
    expect(await world.call(user, list)).toMatchObject({ status: 403 });
    await make(operator, { name: 'admin' });
    await add(operator, { user_id: user.uuid, group_name: 'admin' });
    expect(await world.call(user, list)).toMatchObject({ status: 200 });
  });

  test.each([
    ['an unknown group', () => world.buildUser(), 'nobodys'],
    ['an unknown person', async () => ({ uuid: randomUUID() }), 'known'],
    ['an operator, who has no account here', () => world.buildOperator(), 'known'],
  ])('does not find %s', async (_name, who, group_name) => {
    const operator = await world.buildOperator();
    await make(operator, { name: 'known' });
    const reply = await add(operator, { user_id: (await who()).uuid, group_name });
    expect(reply).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
  });

  test.each([
    ['no person', { group_name: 'known' }, 'missing_body_field'],
    ['no group', { user_id: randomUUID() }, 'missing_body_field'],
    ['a person without a uuid', { user_id: '7', group_name: 'known' }, 'invalid_value'],
  ])('refuses %s', async (_name, body, code) => {
    expect(await add(await world.buildOperator(), body)).toMatchObject({ status: 400, body: { code } });
  });
});

describe('both', () => {
  test.each([
    ['nobody', async () => undefined, 401],
    ['a user', () => world.buildUser(), 403],
    ['a manager', () => world.buildUser({ roles: ['manager'] }), 403],
  ])('refuse %s', async (_name, who, status) => {
    const person = await who();
    expect(await make(person, { name: 'mine' })).toMatchObject({ status });
    expect(await add(person, { user_id: randomUUID(), group_name: 'mine' })).toMatchObject({ status });
  });
});
