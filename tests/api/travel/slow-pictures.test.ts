import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createPictureReader } from '#adapters/media/pictures/reader.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { fileForm } from '#tests/kit/http.ts';
import { flatPicture } from '#tests/kit/pictures.ts';
import { buildTravel, type Travel } from '#tests/kit/travel.ts';

const atOnce = 8; // more than may hold a transaction
let looking = 0;
let [crowd, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];

/** A look at a picture that takes until the gate opens. */
async function wait(): Promise<void> {
  if (++looking === atOnce) crowd.resolve();
  await gate.promise;
}

let world: Travel;
let owner: User;
beforeAll(async () => {
  const { inspect, redraw, analyse } = createPictureReader();
  world = await buildTravel({
    ports: {
      pictures: {
        analyse,
        inspect: (file) => wait().then(() => inspect(file)),
        redraw: (file, side) => wait().then(() => redraw(file, side)),
      },
    },
  });
  owner = await world.traveller();
});
afterAll(() => world.close());
beforeEach(() => {
  looking = 0;
  [crowd, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
});

test.each([
  ['a picture of a work', 'file', async () => `/travel/movie/${(await world.album(owner)).id}/upload`],
  ['an avatar', 'avatar', async () => '/travel/user/avatar'],
])('%s is looked at before a transaction begins: others write meanwhile', async (_name, field, pathOf) => {
  const [path, jpeg] = [await pathOf(), await flatPicture('jpeg')];
  const uploads = Array.from({ length: atOnce }, () => world.call(owner, `POST ${path}`, fileForm(field, jpeg, 'a')));
  await crowd.promise;
  expect(await world.call(owner, 'GET /travel/movie/new')).toMatchObject({ status: 200 });
  gate.resolve();
  expect((await Promise.all(uploads)).map(({ status }) => status)).toEqual(uploads.map(() => 200));
});
