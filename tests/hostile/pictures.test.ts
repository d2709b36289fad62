import type { User } from '#domain/accounts/user.entity.ts';
import type { Album } from '#domain/albums/album.entity.ts';
import { fileForm } from '#tests/kit/http.ts';
import { buildTravel, refusal, type Travel } from '#tests/kit/travel.ts';
import { hostilePictures } from './pictures.ts';
import { setTraps } from './trap.ts';
import type { Hostile } from './traps.ts';

const trap = await setTraps();
const corpus = await hostilePictures(trap.traps);
const cases = corpus.map((one): [name: string, hostile: Hostile] => [one.name.slice(0, 60), one]);

let travel: Travel;
let ann: User;
let album: Album;
beforeAll(async () => {
  travel = await buildTravel();
  ann = await travel.traveller();
});
afterAll(async () => {
  await travel.close();
  await trap.close();
});

const send = (endpoint: string, field: string, { name, content }: Hostile, fields = {}) =>
  travel.call(ann, endpoint, fileForm(field, content, name, fields));
const keys = async () => (await travel.ports.storage.list(`movies/${album.id}`)).map(({ key }) => key);

test('the corpus is large', () => expect(corpus.length).toBeGreaterThan(100));

describe('an upload to an album', () => {
  test.each(cases)('%s', async (_name, hostile) => {
    album = await travel.album(ann);
    const before = await keys();
    const answer = await send(`POST /travel/movie/${album.id}/upload`, 'file', hostile);
    expect(trap.leaks(answer.body)).toBe(false);
    const added = (await keys()).filter((key) => !before.includes(key));
    if (!hostile.accepts) {
      expect(answer).toMatchObject(refusal('未获取到file'));
      expect(added).toEqual([]);
      return;
    }
    expect(answer).toMatchObject({ status: 200 });
    expect(added).toEqual([expect.stringMatching(new RegExp(`^movies/${album.id}/\\d{20,24}\\.(jpg|png|webp)$`))]);
  });
});

describe('an avatar', () => {
  test.each(cases)('%s', async (_name, hostile) => {
    const answer = await send('POST /travel/user/avatar', 'avatar', hostile);
    expect(answer).toMatchObject(hostile.accepts ? { status: 200 } : refusal('未获取到avatar'));
    if (!hostile.accepts) return;
    const { body } = await travel.call(ann, `GET /travel/user/info`);
    const { avatar } = (body as { data: { avatar: string } }).data;
    const served = (await travel.call(ann, `GET ${avatar}`)).body as Buffer;
    for (const part of ['<script', '<?php', 'PK\u0003\u0004']) expect(served.includes(part)).toBe(false);
  });
});

describe.each([
  ['color', {}],
  ['weather', {}],
  ['fsrcnn', { scale: '2' }],
  ['style', {}],
])('the model %s', (model, fields) => {
  const door = `POST /travel/api/${model}`;
  // Each model opens pictures by the same check: all of them at the cheapest door, every sixth at the others.
  const some = cases.filter((_, i) => model === 'color' || i % 6 === 0);
  test.each(some)('%s', async (_name, hostile) => {
    const answer = await send(door, 'image', hostile, fields);
    expect(trap.leaks(answer.body)).toBe(false);
    expect(answer).toMatchObject(hostile.accepts ? { status: 200 } : refusal('未获取到image'));
  });
});

test('nothing was called, nothing came out, nothing broke', async () => {
  expect(trap.calls()).toBe(0);
  for (const prefix of ['movies', 'avatars']) expect(await trap.leaksIn(travel.ports.storage, prefix)).toEqual([]);
  expect(travel.faults).toEqual([]);
});
