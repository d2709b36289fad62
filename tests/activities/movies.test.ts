import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createMovieEnds } from '#activities/business/movie-ends.ts';
import { createMovieRecords } from '#activities/business/movies.ts';
import { createMovieFiles } from '#activities/io/movie-files.ts';
import { createLocalStorage } from '#adapters/storage/local.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { MovieUpload } from '#domain/albums/movie-upload.entity.ts';
import { Movie } from '#domain/albums/movie.entity.ts';
import { movieMachine, movieStages, type MovieState } from '#domain/albums/movie.machine.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { buildUser } from '#tests/kit/factories.ts';

const size = { width: 1280, height: 720 };
let database: TestDatabase;
let folder: string;
let storage: FileStorage;
let owner: User;
let records: ReturnType<typeof createMovieRecords>;
let ends: ReturnType<typeof createMovieEnds>;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'ensemble-movies-'));
  storage = createLocalStorage(folder);
  const { orm } = database;
  owner = await buildUser({ orm, ports: { passwords: { hash: async () => 'x' } } }, { realm: 'travel' });
  records = createMovieRecords({ orm, size });
  ends = createMovieEnds({ orm, days: { unfinished: 7, finished: 30 } });
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function build(state: MovieState = 'UNSTARTED', fields: Partial<Movie> = {}): Promise<number> {
  const em = database.orm.em.fork();
  const movie = em.create(Movie, { owner: owner.id, state, ...fields });
  await em.flush();
  return movie.id;
}
const row = (id: number) => database.orm.em.fork().findOneOrFail(Movie, id);
const refused = (code: string) => expect.objectContaining({ name: 'DomainError', code });

/** A movie that a run has taken and brought to a state. */
async function run(state: MovieState = 'QUEUED') {
  const movieId = await build();
  const task = randomUUID();
  await records.recordQueued({ movieId, after: null, task });
  for (const stage of movieStages.slice(0, movieStages.indexOf(state as (typeof movieStages)[number]) + 1))
    await records.recordStage({ movieId, task, stage });
  return { movieId, task };
}

describe('recordQueued', () => {
  test('answers the uploads in upload order, and says the same when it is run twice', async () => {
    const movieId = await build('FAILED', { error: 'before', resultKey: 'x', runs: 3 });
    const em = database.orm.em.fork();
    for (const file of ['3.jpg', '1.jpg', '2.png'])
      em.create(MovieUpload, { movie: movieId, file, name: `my ${file}`, size: 1, format: 'jpeg' });
    await em.flush();
    const request = { movieId, after: null, task: randomUUID() };
    const first = await records.recordQueued(request);
    expect(first).toEqual({
      task: request.task,
      size,
      uploads: ['3.jpg', '1.jpg', '2.png'].map((file) => ({ key: `movies/${movieId}/${file}`, name: `my ${file}` })),
    });
    expect(await records.recordQueued(request)).toEqual(first);
    expect(await row(movieId)).toMatchObject({
      state: 'QUEUED',
      task: request.task,
      runs: 4,
      error: '',
      resultKey: null,
    });
  });

  test('lets one of ten at the same time have the movie', async () => {
    const movieId = await build();
    const attempts = await Promise.allSettled(
      Array.from({ length: 10 }, () => records.recordQueued({ movieId, after: null, task: randomUUID() })),
    );
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const attempt of attempts.filter((one) => one.status === 'rejected'))
      expect(attempt.reason).toEqual(refused('already_queued'));
    expect(await row(movieId)).toMatchObject({ runs: 1 });
  });

  test.each([
    ['FINISHED', 'movie_finished'],
    ['EXPIRED', 'movie_expired'],
    ['DELETED', 'movie_expired'],
  ] as const)('refuses a movie in %s', async (state, code) => {
    const movieId = await build(state);
    await expect(records.recordQueued({ movieId, after: null, task: 't' })).rejects.toEqual(refused(code));
    expect(await row(movieId)).toMatchObject({ state, task: null });
  });

  test('refuses a movie that was never there, once and for all', async () => {
    await expect(records.recordQueued({ movieId: 987_654, after: null, task: 't' })).rejects.toEqual(
      refused('no_such_movie'),
    );
  });
});

describe('recordStage', () => {
  test('goes through the stages, each of them safely twice', async () => {
    const { movieId, task } = await run();
    for (const stage of movieStages) {
      for (let i = 0; i < 2; i++) await records.recordStage({ movieId, task, stage });
      expect(await row(movieId)).toMatchObject({ state: stage });
    }
  });

  test('never goes backwards and skips nothing', async () => {
    const { movieId, task } = await run('COMPOSING');
    for (const stage of ['READING', 'ANALYSING', 'RENDERING'] as const)
      await expect(records.recordStage({ movieId, task, stage })).rejects.toEqual(refused('unsupported'));
    expect(await row(movieId)).toMatchObject({ state: 'COMPOSING' });
  });

  test('keeps what info.json says, as the database can hold it', async () => {
    const { movieId, task } = await run('READING');
    const said = { title: 'a\0b\ud800', description: '描述', isPublic: true, tag: 4 };
    await records.recordStage({ movieId, task, stage: 'ANALYSING', said });
    expect(await row(movieId)).toMatchObject({ title: 'ab\ufffd', description: '描述', isPublic: true, tag: 4 });
  });

  test('does not take back what was shared by hand', async () => {
    const { movieId, task } = await run('READING');
    await database.orm.em.fork().nativeUpdate(Movie, { id: movieId }, { isPublic: true, tag: 9 });
    const said = { title: '', description: '', isPublic: false };
    await records.recordStage({ movieId, task, stage: 'ANALYSING', said });
    expect(await row(movieId)).toMatchObject({ isPublic: true, tag: 9 });
  });

  test('refuses a run that another has overtaken, and a movie that is gone', async () => {
    const { movieId, task } = await run('READING');
    await records.recordQueued({ movieId, after: task, task: 'second' });
    await expect(records.recordStage({ movieId, task, stage: 'READING' })).rejects.toEqual(refused('overtaken'));
    await ends.recordDeleted({ movieId });
    await expect(records.recordStage({ movieId, task: 'second', stage: 'READING' })).rejects.toEqual(
      refused('overtaken'),
    );
  });
});

describe('the end of a run', () => {
  test('is a film, safely recorded twice', async () => {
    const { movieId, task } = await run('RENDERING');
    const made = { movieId, task, movie: `movies/${movieId}/result.mp4`, cover: `movies/${movieId}/cover.jpg` };
    for (let i = 0; i < 2; i++) await records.recordFinished(made);
    expect(await row(movieId)).toMatchObject({ state: 'FINISHED', resultKey: made.movie, coverKey: made.cover });
    expect(await records.recordGivenUp({ movieId, task, reason: 'late' })).toEqual({ isGone: false });
    expect(await row(movieId)).toMatchObject({ state: 'FINISHED', error: '' });
  });

  test.each(movieStages)('is a failure in %s with its reason', async (stage) => {
    const { movieId, task } = await run(stage);
    for (let i = 0; i < 2; i++)
      expect(await records.recordGivenUp({ movieId, task, reason: `x\0${'旅'.repeat(600)}` })).toEqual({
        isGone: false,
      });
    expect(await row(movieId)).toMatchObject({ state: 'FAILED', error: `x${'旅'.repeat(499)}` });
  });

  test('leaves the movie as it is where it was cancelled, overtaken or gone', async () => {
    const { movieId, task } = await run('RENDERING');
    expect(await records.recordGivenUp({ movieId, task })).toEqual({ isGone: false });
    await records.recordGivenUp({ movieId, task: 'another', reason: 'no' });
    expect(await row(movieId)).toMatchObject({ state: 'RENDERING', error: '' });
    await ends.recordDeleted({ movieId });
    expect(await records.recordGivenUp({ movieId, task, reason: 'no' })).toEqual({ isGone: true });
    expect(await row(movieId)).toMatchObject({ state: 'DELETED' });
  });
});

describe('recordDeleted', () => {
  test.each(movieMachine.states)('ends a movie in %s, safely twice', async (state) => {
    const movieId = await build(state);
    for (let i = 0; i < 2; i++) await ends.recordDeleted({ movieId });
    expect(await row(movieId)).toMatchObject({ state: 'DELETED' });
  });
});

describe('clean-up', () => {
  const day = 24 * 3600_000;
  const aged = (state: MovieState, days: number, isPublic = false) =>
    build(state, { isPublic, updatedAt: new Date(Date.now() - days * day) });

  test('takes what nobody touched, never what is under way or shared', async () => {
    const stale = [await aged('UNSTARTED', 8), await aged('FAILED', 8), await aged('FINISHED', 31)];
    const fresh = [await aged('UNSTARTED', 6), await aged('FAILED', 6), await aged('FINISHED', 29)];
    const shared = [await aged('FINISHED', 99, true), await aged('FAILED', 99, true)];
    const busy = await Promise.all((['QUEUED', ...movieStages] as const).map((state) => aged(state, 99)));
    expect(await ends.findStale({ limit: 2 })).toEqual(stale.slice(0, 2));
    expect(await ends.findStale({ limit: 100 })).toEqual(stale);
    const all = [...stale, ...fresh, ...shared, ...busy];
    expect(await ends.recordExpired({ movieIds: all })).toEqual(stale);
    expect(await ends.recordExpired({ movieIds: all })).toEqual(stale);
    for (const id of stale) expect(await row(id)).toMatchObject({ state: 'EXPIRED' });
    for (const id of [...fresh, ...shared, ...busy]) expect((await row(id)).state).not.toBe('EXPIRED');
    expect(await ends.findStale({ limit: 100 })).toEqual([]);
  });

  test('leaves alone what was started between looking and marking', async () => {
    const movieId = await aged('UNSTARTED', 8);
    expect(await ends.findStale({ limit: 100 })).toEqual([movieId]);
    await records.recordQueued({ movieId, after: null, task: 't' });
    expect(await ends.recordExpired({ movieIds: [movieId] })).toEqual([]);
    expect(await row(movieId)).toMatchObject({ state: 'QUEUED' });
  });
});

test('files of movies are removed, and only theirs', async () => {
  const { removeMovies, removeWork } = createMovieFiles({ storage });
  const content = Buffer.from('x');
  for (const key of [
    'movies/1/a.jpg',
    'movies/1/work/s.mp4',
    'movies/12/a.jpg',
    'movies/2/work/s.mp4',
    'movies/2/a.jpg',
  ])
    await storage.put(key, content);
  for (let i = 0; i < 2; i++) await removeWork({ movieId: 2 });
  for (let i = 0; i < 2; i++) await removeMovies({ movieIds: [1, 77] });
  expect((await storage.list('movies')).map(({ key }) => key)).toEqual(['movies/12/a.jpg', 'movies/2/a.jpg']);
});
