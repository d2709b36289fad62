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

/** A work on the shelf with its files. */
async function ofSong({ world, owner: producer }: Cast) {
  const { id, path, previewKey, peaksKey } = await world.buildWork({ producer });
  for (const key of [path, previewKey, peaksKey]) if (key) await world.ports.storage.put(key, Buffer.from('{}'));
  return { params: { uuid: id } };
}

const shelved = async ({ world }: Cast): Promise<string> =>
  (await world.buildWork({ producer: await world.buildMusician() })).id;
const starOf = async (cast: Cast) => ({ given: { pk: await shelved(cast) } });

/** Works, their review, their files, and who likes them. */
export const workScenes: Scenes = {
  'POST /works/': async ({ world, owner, caller }) => ({ given: await workOf(world, caller ?? owner) }),
  'PUT /works/:uuid/': async (cast) => ({ ...(await waiting(cast)), given: { name: '昼' } }),
  'PATCH /works/:uuid/': async (cast) => ({ ...(await waiting(cast)), given: { status: 'UNSUBMIT' } }),
  'DELETE /works/:uuid/': waiting,
  'GET /mps/works/': plain,
  'GET /mps/:uuid/works/': async ({ world }) => ({ params: { uuid: (await world.buildMusician()).uuid } }),
  'GET /media/:token': linked,
  'GET /works/': plain,
  'GET /songs/works/': plain,
  'PUT /users/collect-work/': async (cast) => ({ given: { uuid: await shelved(cast), type: 'LIKE' } }),
  'GET /users/:uuid/collection-works/': ({ owner }) => ({ params: { uuid: owner.uuid } }),
  'GET /works/star/': plain,
  'POST /works/star': starOf,
  'DELETE /works/star/': starOf,
  'GET /mps/star/': plain,
  'GET /songs/example/': plain,
  'GET /songs/:uuid/download/': ofSong,
  'GET /songs/:uuid/preview/': ofSong,
  'GET /songs/:uuid/peaks/': ofSong,
};
