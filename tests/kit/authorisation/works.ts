import { linkTo } from '#domain/uploads/signed-link.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import type { Vfine } from '../vfine.ts';
import { unique } from '../world.ts';
import { plain, type Cast, type Scenes } from './scene.ts';

const at = '/vfine/v1';

const workOf = async (world: Vfine, user: User) => ({ name: '夜', path: await world.putUpload(user) });

/** A work that its owner has handed in and that waits for its verdict. */
async function waiting({ world, owner }: Cast) {
  const { body } = await world.call(owner, `POST ${at}/works/`, await workOf(world, owner));
  return { params: { uuid: (body as { uuid: string }).uuid } };
}

async function linked({ world }: Cast) {
  const key = `songs/${unique('k')}.mp3`;
  await world.ports.storage.put(key, Buffer.from('song'));
  const link = linkTo(world.ports.secrets, { key, name: 'song.mp3' }, world.clock.now());
  return { params: { token: link.slice('/media/'.length) } };
}

/** Works, their review and their files. */
export const workScenes: Scenes = {
  'POST /works/': async ({ world, owner, caller }) => ({ given: await workOf(world, caller ?? owner) }),
  'PUT /works/:uuid/': async (cast) => ({ ...(await waiting(cast)), given: { name: '昼' } }),
  'PATCH /works/:uuid/': async (cast) => ({ ...(await waiting(cast)), given: { status: 'UNSUBMIT' } }),
  'DELETE /works/:uuid/': waiting,
  'GET /mps/works/': plain,
  'GET /mps/:uuid/works/': async ({ world }) => ({ params: { uuid: (await world.buildMusician()).uuid } }),
  'GET /media/:token': linked,
};
