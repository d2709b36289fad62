import type { Certificate } from '#domain/orders/certificate.entity.ts';
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

/** Uploads, works, orders, certificates and money. */
export const shopScenes: Scenes = {
  'GET /storage/upload-info': plain,
  'POST /callback': () => ({ given: { mimeType: 'audio/mpeg', size: 1, filename: 'songs/a' } }),
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
