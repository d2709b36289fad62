import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAlbumEnds } from '#activities/business/album-ends.ts';
import { createAlbumRecords } from '#activities/business/albums.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import type { AlbumRef } from '#domain/albums/album-folder.ts';
import { AlbumUpload } from '#domain/albums/album-upload.entity.ts';
import { Album } from '#domain/albums/album.entity.ts';
import { albumMachine, albumStages, type AlbumState } from '#domain/albums/album.machine.ts';
import { movieRef } from '#tests/kit/album-refs.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { buildUser } from '#tests/kit/factories.ts';

const size = { width: 1280, height: 720 };
let database: TestDatabase;
let owner: User;
let records: ReturnType<typeof createAlbumRecords>;
let ends: ReturnType<typeof createAlbumEnds>;
beforeAll(async () => {
  database = await createTestDatabase();
  const { orm } = database;
  owner = await buildUser({ orm, ports: { passwords: { hash: async () => 'x' } } }, { realm: 'travel' });
  records = createAlbumRecords({ orm, size });
  ends = createAlbumEnds({ orm, days: { unfinished: 7, finished: 30 } });
});
afterAll(() => database.drop());

async function build(state: AlbumState = 'UNSTARTED', fields: Partial<Album> = {}): Promise<AlbumRef> {
  const em = database.orm.em.fork();
  const album = em.create(Album, { kind: 'movie', owner: owner.id, state, ...fields } as never);
  await em.flush();
  return album.asRef();
}
const row = ({ albumId }: AlbumRef) => database.orm.em.fork().findOneOrFail(Album, albumId);
const refused = (code: string) => expect.objectContaining({ name: 'DomainError', code });

/** An album that a run has taken and brought to a state. */
async function run(state: AlbumState = 'QUEUED') {
  const album = await build();
  const task = randomUUID();
  await records.recordQueued({ album, after: null, task });
  for (const stage of albumStages.slice(0, albumStages.indexOf(state as (typeof albumStages)[number]) + 1))
    await records.recordStage({ album, task, stage });
  return { album, task };
}

describe('recordQueued', () => {
  test('answers the uploads in upload order, and says the same when it is run twice', async () => {
    const album = await build('FAILED', { error: 'before', resultKey: 'x', runs: 3 });
    const em = database.orm.em.fork();
    for (const file of ['3.jpg', '1.jpg', '2.png'])
      em.create(AlbumUpload, { album: album.albumId, file, name: `my ${file}`, size: 1, format: 'jpeg' });
    await em.flush();
    const request = { album, after: null, task: randomUUID() };
    const first = await records.recordQueued(request);
    expect(first).toEqual({
      task: request.task,
      size,
      uploads: ['3.jpg', '1.jpg', '2.png'].map((file) => ({
        key: `movies/${album.albumId}/${file}`,
        name: `my ${file}`,
      })),
    });
    expect(await records.recordQueued(request)).toEqual(first);
    expect(await row(album)).toMatchObject({
      state: 'QUEUED',
      task: request.task,
      runs: 4,
      error: '',
      resultKey: null,
    });
  });

  test('lets one of ten at the same time have the movie', async () => {
    const album = await build();
    const attempts = await Promise.allSettled(
      Array.from({ length: 10 }, () => records.recordQueued({ album, after: null, task: randomUUID() })),
    );
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const attempt of attempts.filter((one) => one.status === 'rejected'))
      expect(attempt.reason).toEqual(refused('already_queued'));
    expect(await row(album)).toMatchObject({ runs: 1 });
  });

  test.each([
    ['FINISHED', 'album_finished'],
    ['EXPIRED', 'album_expired'],
    ['DELETED', 'album_expired'],
  ] as const)('refuses a movie in %s', async (state, code) => {
    const album = await build(state);
    await expect(records.recordQueued({ album, after: null, task: 't' })).rejects.toEqual(refused(code));
    expect(await row(album)).toMatchObject({ state, task: null });
  });

  test('refuses a movie that was never there, once and for all', async () => {
    await expect(records.recordQueued({ album: movieRef(987_654), after: null, task: 't' })).rejects.toEqual(
      refused('no_such_album'),
    );
  });
});

describe('recordStage', () => {
  test('goes through the stages, each of them safely twice', async () => {
    const { album, task } = await run();
    for (const stage of albumStages) {
      for (let i = 0; i < 2; i++) await records.recordStage({ album, task, stage });
      expect(await row(album)).toMatchObject({ state: stage });
    }
  });

  test('never goes backwards and skips nothing', async () => {
    const { album, task } = await run('COMPOSING');
    for (const stage of ['READING', 'ANALYSING', 'RENDERING'] as const)
      await expect(records.recordStage({ album, task, stage })).rejects.toEqual(refused('unsupported'));
    expect(await row(album)).toMatchObject({ state: 'COMPOSING' });
  });

  test('keeps what info.json says, as the database can hold it', async () => {
    const { album, task } = await run('READING');
    const said = { title: 'a\0b\ud800', description: '描述', isPublic: true, tag: 4 };
    await records.recordStage({ album, task, stage: 'ANALYSING', said });
    expect(await row(album)).toMatchObject({ title: 'ab\ufffd', description: '描述', isPublic: true, tag: 4 });
  });

  test.each([
    ['leaves what is shared as it is where info.json is silent about it', {}, { isPublic: true, tag: 9 }],
    ['takes back what is shared where info.json says so', { isPublic: false, tag: 0 }, { isPublic: false, tag: 0 }],
  ])('%s', async (_name, sharing, kept) => {
    const { album, task } = await run('READING');
    await database.orm.em.fork().nativeUpdate(Album, { id: album.albumId }, { isPublic: true, tag: 9 });
    const said = { title: '', description: '', ...sharing };
    await records.recordStage({ album, task, stage: 'ANALYSING', said });
    expect(await row(album)).toMatchObject(kept);
  });

  test('refuses a run that another has overtaken, and a movie that is gone', async () => {
    const { album, task } = await run('READING');
    await records.recordQueued({ album, after: task, task: 'second' });
    await expect(records.recordStage({ album, task, stage: 'READING' })).rejects.toEqual(refused('overtaken'));
    await ends.recordDeleted({ album });
    await expect(records.recordStage({ album, task: 'second', stage: 'READING' })).rejects.toEqual(
      refused('overtaken'),
    );
  });
});

describe('the end of a run', () => {
  test('is a film, safely recorded twice', async () => {
    const { album, task } = await run('RENDERING');
    const folder = `movies/${album.albumId}`;
    const sizes = { width: 1280, height: 720, coverWidth: 640, coverHeight: 360 };
    const made = { result: `${folder}/result.mp4`, cover: `${folder}/cover.jpg`, size: 7, ...sizes };
    for (let i = 0; i < 2; i++) await records.recordFinished({ album, task, made });
    const { result: resultKey, cover: coverKey, size: resultSize } = made;
    expect(await row(album)).toMatchObject({ state: 'FINISHED', resultKey, coverKey, resultSize, ...sizes });
    expect(await records.recordGivenUp({ album, task, reason: 'late' })).toEqual({ isGone: false });
    expect(await row(album)).toMatchObject({ state: 'FINISHED', error: '' });
  });

  test.each(albumStages)('is a failure in %s with its reason', async (stage) => {
    const { album, task } = await run(stage);
    for (let i = 0; i < 2; i++)
      expect(await records.recordGivenUp({ album, task, reason: `x\0${'旅'.repeat(600)}` })).toEqual({
        isGone: false,
      });
    expect(await row(album)).toMatchObject({ state: 'FAILED', error: `x${'旅'.repeat(499)}` });
  });

  test('leaves the movie as it is where it was cancelled, overtaken or gone', async () => {
    const { album, task } = await run('RENDERING');
    expect(await records.recordGivenUp({ album, task })).toEqual({ isGone: false });
    await records.recordGivenUp({ album, task: 'another', reason: 'no' });
    expect(await row(album)).toMatchObject({ state: 'RENDERING', error: '' });
    await ends.recordDeleted({ album });
    expect(await records.recordGivenUp({ album, task, reason: 'no' })).toEqual({ isGone: true });
    expect(await row(album)).toMatchObject({ state: 'DELETED' });
  });
});

describe('recordDeleted', () => {
  test.each(albumMachine.states)('ends a movie in %s, safely twice', async (state) => {
    const album = await build(state);
    for (let i = 0; i < 2; i++) await ends.recordDeleted({ album });
    expect(await row(album)).toMatchObject({ state: 'DELETED' });
  });
});

const idsOf = (albums: AlbumRef[]) => albums.map(({ albumId }) => albumId);

describe('clean-up', () => {
  const day = 24 * 3600_000;
  const aged = (state: AlbumState, days: number, isPublic = false) =>
    build(state, { isPublic, updatedAt: new Date(Date.now() - days * day) });

  test('takes what nobody touched, never what is under way or shared', async () => {
    const stale = [await aged('UNSTARTED', 8), await aged('FAILED', 8), await aged('FINISHED', 31)];
    const fresh = [await aged('UNSTARTED', 6), await aged('FAILED', 6), await aged('FINISHED', 29)];
    const shared = [await aged('FINISHED', 99, true), await aged('FAILED', 99, true)];
    const busy = await Promise.all((['QUEUED', ...albumStages] as const).map((state) => aged(state, 99)));
    expect(await ends.findStale({ limit: 2 })).toEqual(idsOf(stale.slice(0, 2)));
    expect(await ends.findStale({ limit: 100 })).toEqual(idsOf(stale));
    const all = [...stale, ...fresh, ...shared, ...busy];
    expect(await ends.recordExpired({ albumIds: idsOf(all) })).toEqual(stale);
    expect(await ends.recordExpired({ albumIds: idsOf(all) })).toEqual(stale);
    for (const id of stale) expect(await row(id)).toMatchObject({ state: 'EXPIRED' });
    for (const id of [...fresh, ...shared, ...busy]) expect((await row(id)).state).not.toBe('EXPIRED');
    expect(await ends.findStale({ limit: 100 })).toEqual([]);
  });

  test('looks a day later at what ended, until its files are gone', async () => {
    const [deleted, expired] = [await aged('DELETED', 2), await aged('EXPIRED', 2)];
    for (const state of ['DELETED', 'EXPIRED'] as const) await aged(state, 0.9);
    expect(await ends.findUncleared({ limit: 1 })).toEqual([deleted]);
    for (let i = 0; i < 2; i++) await ends.recordCleared({ albumIds: [deleted.albumId] });
    expect(await ends.findUncleared({ limit: 100 })).toEqual([expired]);
  });

  test('leaves alone what was started between looking and marking', async () => {
    const album = await aged('UNSTARTED', 8);
    expect(await ends.findStale({ limit: 100 })).toEqual(idsOf([album]));
    await records.recordQueued({ album, after: null, task: 't' });
    expect(await ends.recordExpired({ albumIds: idsOf([album]) })).toEqual([]);
    expect(await row(album)).toMatchObject({ state: 'QUEUED' });
  });
});
