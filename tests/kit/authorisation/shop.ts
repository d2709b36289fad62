import type { Certificate } from '#domain/orders/certificate.entity.ts';
import { linkTo } from '#domain/uploads/signed-link.ts';
import { buildCertificate } from '../certificates.ts';
import { buildWork } from '../factories.ts';
import { plain, type Cast, type Scenes } from './scene.ts';

const certificateOf = async ({ world, owner: buyer }: Cast): Promise<Certificate> =>
  buildCertificate(world, { buyer, seller: await world.buildMusician() });

async function proofOf(cast: Cast) {
  const { number, signature } = await certificateOf(cast);
  return { query: { number, signature: signature ?? '' } };
}
const ofCertificate = async (cast: Cast) => ({ params: { uuid: (await certificateOf(cast)).id } });

/** A work on the shelf with its files. */
async function ofSong({ world, owner: producer }: Cast) {
  const { id, path, previewKey, peaksKey } = await buildWork(world, { producer });
  for (const key of [path, previewKey, peaksKey]) if (key) await world.ports.storage.put(key, Buffer.from('{}'));
  return { params: { uuid: id } };
}

/** A work that waits for its operator; whoever asks for UNSUBMIT withdraws it or gives it back. */
async function waitingWork({ world, owner }: Cast): Promise<string> {
  const made = await world.call(owner, 'POST /vfine/v1/works/', { name: '夜', path: 'sdas.path' });
  return (made.body as { uuid: string }).uuid;
}
const ofWork = async (cast: Cast) => ({ params: { uuid: await waitingWork(cast) } });
const starOf = async ({ world }: Cast) => ({
  given: { pk: (await world.buildWork({ producer: await world.buildMusician() })).id },
});

async function linkedFile({ world }: Cast) {
  const { storage, secrets } = world.ports;
  await storage.put('works/a.mp3', Buffer.from('music'));
  const path = linkTo(secrets, { key: 'works/a.mp3', name: 'a.mp3' }, world.clock.now());
  return { params: { token: path.slice('/media/'.length) } };
}

/** Uploads, works, orders, certificates and money. */
export const shopScenes: Scenes = {
  'GET /storage/upload-info': plain,
  'POST /callback': () => ({ given: { mimeType: 'audio/mpeg', size: 1, filename: 'songs/a' } }),
  'POST /works/': () => ({ given: { name: '夜', path: 'sdas.path' } }),
  'PUT /works/:uuid/': async (cast) => ({ ...(await ofWork(cast)), given: { name: '海' } }),
  'PATCH /works/:uuid/': async (cast) => ({ ...(await ofWork(cast)), given: { status: 'UNSUBMIT' } }),
  'DELETE /works/:uuid/': ofWork,
  'GET /mps/works/': plain,
  'GET /mps/:uuid/works/': async ({ world }) => ({ params: { uuid: (await world.buildMusician()).uuid } }),
  'GET /media/:token': linkedFile,
  'GET /works/': plain,
  'GET /songs/works/': plain,
  'PUT /users/collect-work/': async ({ world }) => ({
    given: { uuid: (await world.buildWork({ producer: await world.buildMusician() })).id, type: 'LIKE' },
  }),
  'GET /users/:uuid/collection-works/': ({ owner }) => ({ params: { uuid: owner.uuid } }),
  'GET /works/star/': plain,
  'POST /works/star': starOf,
  'DELETE /works/star/': starOf,
  'GET /mps/star/': plain,
  'GET /certificates/': plain,
  'GET /certificates/keys': plain,
  'GET /certificates/verification': proofOf,
  'GET /certificates/verify': proofOf,
  'GET /certificates/:uuid.txt': ofCertificate,
  'GET /certificates/:uuid.pdf': ofCertificate,
  'GET /certificates/:uuid/': ofCertificate,
  'GET /songs/example/': plain,
  'GET /songs/:uuid/download/': ofSong,
  'GET /songs/:uuid/preview/': ofSong,
  'GET /songs/:uuid/peaks/': ofSong,
};
