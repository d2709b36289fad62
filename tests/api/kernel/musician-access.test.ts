import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { vfine } from '#api/faces/vfine/face.ts';
import { User } from '#domain/accounts/user.entity.ts';
import { buildUser } from '#tests/kit/factories.ts';
import { buildWorld, type World } from '#tests/kit/world.ts';

const operations = [
  vfine.route('GET /own-works/', {
    summary: 'What only musicians may see',
    ours: true,
    auth: 'musician',
    output: z.object({ uuid: z.uuid() }),
    handler: async ({ actor }) => ({ uuid: actor.uuid }),
  }),
];

let world: World;
beforeAll(async () => void (world = await buildWorld({ modules: [{ face: vfine, operations }] })));
afterAll(() => world.close());

async function become(type: string): Promise<User> {
  const user = await buildUser(world, { realm: 'vfine' });
  await world.em().nativeUpdate(User, { id: user.id }, { type });
  return user;
}
const ask = (who?: User) => world.call(who, 'GET /vfine/v1/own-works/');
const refused = { status: 403, body: { message: '没有权限' } };

test('lets a musician pass', async () => {
  const musician = await become('MUSICIAN');
  expect(await ask(musician)).toMatchObject({ status: 200, body: { uuid: musician.uuid } });
});

test('refuses a visitor', async () => expect(await ask(await become('Visitor'))).toMatchObject(refused));

test('refuses an operator, who has no works', async () =>
  expect(await ask(await buildUser(world, { realm: 'ops', roles: ['admin'] }))).toMatchObject(refused));

test('asks for a login', async () => expect(await ask()).toMatchObject({ status: 401, body: { message: '未认证' } }));

test('does not know who is logged in to another face', async () => {
  expect(await ask(await buildUser(world, { realm: 'travel' }))).toMatchObject({ status: 401 });
});
