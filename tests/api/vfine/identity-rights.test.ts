import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { openIdentity } from '#domain/verification/identity.ts';
import { Verification } from '#domain/verification/verification.entity.ts';
import { musicianApplication, realNameRequest } from '#tests/kit/identities.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
beforeAll(async () => void (world = await buildVfine()));
afterAll(() => world.close());

const at = '/vfine/v1';
const ask = (user: User) => world.call(user, `POST ${at}/users/real_name/`, realNameRequest());
const application = musicianApplication();
const apply = (user: User) => world.call(user, `PUT ${at}/mps/identification`, application);
const get = async (user: User, path: string) => (await world.call(user, `GET ${at}${path}`)).body;

describe('nobody decides who they are themselves, whether the process runs or not', () => {
  const refused = { status: 403, body: { message: '需由另一位管理员确认' } };

  test('by a real name', async () => {
    const admin = await world.buildUser({ roles: ['admin'] });
    await ask(admin);
    const decide = (status: string) => world.call(admin, `PATCH ${at}/users/${admin.uuid}/real_name/`, { status });
    expect(await decide('SUCCESS')).toMatchObject(refused);
    world.flows.end(`real-name-verification:${admin.uuid}`);
    expect(await decide('FAIL')).toMatchObject(refused);
    expect(await get(admin, '/users/real_name/')).toMatchObject({ status: 'WAITING' });
  });

  test('as a musician', async () => {
    const admin = await world.buildUser({ roles: ['admin'] });
    await apply(admin);
    const review = (verdict: string) =>
      world.call(admin, `POST ${at}/admin/identifications/${admin.uuid}/review`, { verdict });
    expect(await review('approve')).toMatchObject(refused);
    world.flows.end(`musician-verification:${admin.uuid}`);
    expect(await review('refuse')).toMatchObject(refused);
    expect(await get(admin, '/mps/identification')).toEqual({ is_done: false });
  });
});

describe('what leaves a trace of who looked', () => {
  test.each([
    ['own request', () => world.buildUser(), 'users/real_name/'],
    ['list of those that wait', () => world.buildOperator(), 'real_name/'],
    ['list of applications', () => world.buildOperator(), 'admin/identifications/'],
    ['list of withdrawals', () => world.buildOperator(), 'admin/takeout/'],
  ])('is no %s for HEAD and foreign pages', async (_what, who, path) => {
    const [user, person] = [await world.buildUser(), await who()];
    for (const one of [user, person]) await ask(one);
    await apply(user);
    const look = (method: string, headers: Record<string, string> = {}) =>
      world.call(person, `${method} ${at}/${path}`, undefined, headers);
    const before = await world.em().count(Audit);
    expect(await look('HEAD')).toMatchObject({ status: 403 });
    expect(await look('GET', { origin: 'https://foreign.example' })).toMatchObject({ status: 403 });
    expect(await look('GET', { 'sec-purpose': 'prefetch' })).toMatchObject({ status: 403 });
    expect(await world.em().count(Audit)).toBe(before);
    expect(await look('GET')).toMatchObject({ status: 200 });
  });
});

test('an application keeps nothing personal in clear, under a key of this person alone', async () => {
  const [user, other] = [await world.buildUser(), await world.buildUser()];
  await apply(user);
  await apply(other);
  const rowOf = ({ id }: User) => world.em().findOneOrFail(Verification, { user: id }, { populate: ['user'] });
  const [row, foreign] = [await rowOf(user), await rowOf(other)];
  const { user: _, ...columns } = row;
  for (const personal of [application.id, application.name, application.id_card_facade, application.id_card_obverse])
    expect(JSON.stringify(columns)).not.toContain(`"${personal}"`);
  expect(openIdentity(world.ports.secrets, row)).toEqual({
    name: application.name,
    idCard: application.id,
    idCardFacade: application.id_card_facade,
    idCardObverse: application.id_card_obverse,
  });
  expect(foreign.cardDigest).toBe(row.cardDigest);
  foreign.sealed = row.sealed;
  expect(() => openIdentity(world.ports.secrets, foreign)).toThrow('authenticate');
});
