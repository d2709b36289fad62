import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createSongRecords } from '#activities/business/songs.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { byIndex, candidates } from '#domain/songs/find-similar.ts';
import { encodeFingerprint } from '#domain/songs/fingerprint.ts';
import { keysOf } from '#domain/songs/fingerprint.plan.ts';
import { SongFingerprint } from '#domain/songs/song-fingerprint.entity.ts';
import { Work } from '#domain/works/work.entity.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { buildUser, buildWork } from '#tests/kit/factories.ts';
import { songOf, spoilt } from '#tests/kit/fingerprints.ts';

let database: TestDatabase;
let [ann, bob]: User[] = [];
let record: (
  workId: string,
  words: Uint32Array,
) => ReturnType<ReturnType<typeof createSongRecords>['recordFingerprint']>;
const crowd = 10_000;

const em = () => database.orm.em.fork();
const person = () =>
  buildUser({ orm: database.orm, ports: { passwords: { hash: async () => 'none' } } }, { realm: 'vfine' });
const workOf = (producer = ann) => {
  if (!producer) throw new Error('nobody yet');
  return buildWork({ orm: database.orm }, { producer });
};

/** Works of somebody else, each with words by chance and keys of which some are in many songs. */
async function fillShop(producer: User): Promise<void> {
  const works = `insert into work (id, created_at, updated_at, producer_id, name, name_grams, tags, categories, path, status)
    select gen_random_uuid(), now(), now(), ?, 'w', '{}', '{}', '{}', 'p', 'ONLINE' from generate_series(1, ?)`;
  const prints = `insert into song_fingerprint (work_id, words, keys)
    select id, (select decode(string_agg(md5(id::text || n), ''), 'hex') from generate_series(1, 75) n),
      (select array_agg(distinct (power(random(), 4) * 268435455)::int) from generate_series(1, 75) n where id is not null)
    from work where producer_id = ?`;
  await em().execute(works, [producer.id, crowd]);
  await em().execute(prints, [producer.id]);
  await em().execute('analyze song_fingerprint');
}

beforeAll(async () => {
  database = await createTestDatabase();
  [ann, bob] = [await person(), await person()];
  const { recordFingerprint } = createSongRecords({ orm: database.orm });
  record = (workId, words) => recordFingerprint({ workId, fingerprint: encodeFingerprint(words) });
  await fillShop(await person());
});
afterAll(() => database.drop());

test('a song is found again among ten thousand: as it was, encoded anew, cut, and not where it is another', async () => {
  const song = songOf(1, 1000);
  const original = await workOf(ann);
  expect(await record(original.id, song)).toBeNull();
  const copies: [copy: Uint32Array, least: number][] = [
    [song, 1],
    [spoilt(song, 0.02, 2), 0.94],
    [spoilt(song, 0.07, 3), 0.8],
    [spoilt(song.slice(333, 600), 0.04, 4), 0.88],
  ];
  for (const [copy, least] of copies) {
    const match = await record((await workOf(bob)).id, copy);
    expect(match?.workId).toBe(original.id);
    expect(match?.similarity).toBeGreaterThanOrEqual(least);
  }
  expect(await record((await workOf(bob)).id, songOf(5, 1000))).toBeNull();
});

test('a musician’s own works are no one else’s', async () => {
  const song = songOf(11, 500);
  await record((await workOf(ann)).id, song);
  expect(await record((await workOf(ann)).id, song)).toBeNull();
});

test('recorded twice it is one row, and another song takes the place of the first', async () => {
  const { id } = await workOf(ann);
  await record(id, songOf(21, 500));
  await record(id, songOf(21, 500));
  await record(id, songOf(22, 500));
  const rows = await em().find(SongFingerprint, { work: id });
  expect(rows.map(({ keys }) => keys)).toEqual([keysOf(songOf(22, 500))]);
  expect(await record((await workOf(bob)).id, songOf(21, 500))).toBeNull();
  expect(await record((await workOf(bob)).id, songOf(22, 500))).toMatchObject({ workId: id });
});

test('of two alike that come at once, one at least learns of the other', async () => {
  const song = songOf(31, 500);
  const works = [await workOf(ann), await workOf(bob)];
  const matches = await Promise.all(works.map(({ id }) => record(id, song)));
  expect(matches.filter((match) => match !== null).length).toBeGreaterThan(0);
});

test('silence is like nothing, and a work that is gone has no match', async () => {
  const silence = new Uint32Array(500).fill(0x256e_26bf);
  await record((await workOf(ann)).id, silence);
  expect(await record((await workOf(bob)).id, silence)).toBeNull();
  expect(await record(randomUUID(), songOf(1, 1000))).toBeNull();
});

test('the fingerprint goes with its work', async () => {
  const { id } = await workOf(ann);
  await record(id, songOf(41, 500));
  await em().nativeDelete(Work, { id });
  expect(await em().count(SongFingerprint, { work: id })).toBe(0);
});

test('candidates come from the index', async () => {
  const keys = `{${keysOf(songOf(1, 1000)).join(',')}}`;
  const plan = await em().transactional(async (inside) => {
    await inside.execute(byIndex);
    return inside.execute(`explain ${candidates}`, [keys, 3, randomUUID(), 20]);
  });
  expect(JSON.stringify(plan)).toContain('song_fingerprint_keys');
  expect(JSON.stringify(plan)).not.toContain('Seq Scan on song_fingerprint');
});
