import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { Album } from '#domain/albums/album.entity.ts';
import { fileForm } from '#tests/kit/http.ts';
import { tellingPicture } from '#tests/kit/pictures.ts';
import { buildTravel, refusal, type Travel } from '#tests/kit/travel.ts';

let world: Travel;
let owner: User;
let stranger: User;
beforeAll(async () => {
  world = await buildTravel();
  [owner, stranger] = [await world.traveller(), await world.traveller()];
});
afterAll(() => world.close());

const noPhoto = refusal('找不到作业集');

async function finished(isPublic: boolean) {
  const { id } = await world.album(owner, 'UNSTARTED', { kind: 'photo' });
  const jpeg = await tellingPicture('jpeg');
  const upload = await world.call(owner, `POST /travel/photo/${id}/upload`, fileForm('file', jpeg, 'a.jpg'));
  const folder = `photos/${id}`;
  await world.ports.storage.put(`${folder}/result.jpg`, Buffer.from('long'));
  await world.ports.storage.put(`${folder}/cover.jpg`, Buffer.from('cover'));
  const em = world.em();
  const row = await em.findOneOrFail(Album, id);
  Object.assign(row, {
    state: 'FINISHED',
    isPublic,
    resultKey: `${folder}/result.jpg`,
    coverKey: `${folder}/cover.jpg`,
  });
  await em.flush();
  return { id, url: (upload.body as { data: { url: string } }).data.url };
}
const file = (path: string, who: User | null) => world.call(who ?? undefined, `GET ${path}`);

describe('files of a long picture', () => {
  test('are the owner’s', async () => {
    const { id, url } = await finished(false);
    for (const folder of ['photo', 'photos']) {
      const reply = await file(`/travel/media/${folder}/${id}/result.jpg`, owner);
      expect(reply.status).toBe(200);
      expect(reply.headers.get('content-type')).toBe('image/jpeg');
    }
    for (const path of [`/travel/media/photo/${id}/result.jpg`, `/travel/media/photo/${id}/cover.jpg`, url])
      for (const who of [stranger, null]) expect(await file(path, who)).toMatchObject(noPhoto);
    expect(await file(`/travel/media/movie/${id}/result.mp4`, owner)).toMatchObject(noPhoto);
  });

  test('are everybody’s once shared, pictures without time and place', async () => {
    const { id, url } = await finished(true);
    expect((await file(`/travel/media/photo/${id}/result.jpg`, null)).status).toBe(200);
    expect(((await file(url, stranger)).body as Buffer).includes('SECRET-ARTIST')).toBe(false);
    expect(await file(`/travel/media/photos/${id}/work`, owner)).toMatchObject({ status: 403 });
  });
});

test('no request was a fault', () => {
  expect(world.faults).toEqual([]);
});
