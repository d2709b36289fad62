import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import type { AlbumState } from '#domain/albums/album.machine.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { renderOf, renders } from '#workflows/albums/contract.ts';
import { buildTravel, refusal, success, type Travel } from '#tests/kit/travel.ts';

let world: Travel;
let owner: User;
let stranger: User;
beforeAll(async () => {
  world = await buildTravel();
  [owner, stranger] = [await world.traveller(), await world.traveller()];
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const noMovie = refusal('找不到作业集');
const expired = refusal('影集已过期，请重新新建');
const start = (id: number, who: User = owner, method = 'GET') => world.call(who, `${method} /travel/movie/${id}/start`);

/** What another start would find of a run that went on: the row in a later state, the process open. */
async function begin(state: AlbumState) {
  const movie = await world.album(owner);
  await start(movie.id);
  await world.em().getConnection().execute(`update album set state = '${state}' where id = ${movie.id}`);
  return movie;
}

describe('/travel/movie/:work_id/start', () => {
  const starts: [from: AlbumState, msg: string][] = [
    ['UNSTARTED', '已加入队列'],
    ['FAILED', '原执行失败，已重新加入队列'],
    ['QUEUED', '已重新加入队列'],
    ['READING', '已重新加入队列'],
    ['RENDERING', '已重新加入队列'],
  ];
  test.each(starts)('from %s without a task answers %s', async (state, msg) => {
    const movie = await world.album(owner, state, {
      task: state === 'UNSTARTED' ? null : 'lost',
      error: 'before',
    });
    expect(await start(movie.id)).toMatchObject(success(msg));
    const [run] = world.flows.begun;
    expect(world.flows.begun).toHaveLength(1);
    expect(run).toMatchObject({ type: 'movieRender', id: `movie-render:${movie.id}` });
    expect(await world.row(movie.id)).toMatchObject({ state: 'QUEUED', task: run?.runId, error: '' });
  });

  test('takes POST too', async () => {
    const movie = await world.album(owner);
    expect(await start(movie.id, owner, 'POST')).toMatchObject(success('已加入队列'));
  });

  test.each([
    ['QUEUED', 'PENDING'],
    ['ANALYSING', 'STARTED'],
    ['RENDERING', 'STARTED'],
  ] as const)('refuses while its task is alive in %s', async (state, name) => {
    const movie = await begin(state);
    expect(await start(movie.id)).toMatchObject(refusal(`已在 ${name} 队列中`));
    expect(world.flows.begun).toHaveLength(1);
  });

  test('calls a run that waits for another time RETRY', async () => {
    const movie = await world.album(owner, 'FAILED', { runs: 1 });
    await start(movie.id);
    expect(await start(movie.id)).toMatchObject(refusal('已在 RETRY 队列中'));
  });

  test('queues once, of five at the same time', async () => {
    const movie = await world.album(owner);
    const replies = await Promise.all(Array.from({ length: 5 }, () => start(movie.id)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const reply of replies.filter(({ status }) => status === 403))
      expect(reply).toMatchObject(refusal('已在 PENDING 队列中'));
    expect(await world.row(movie.id)).toMatchObject({ runs: 1 });
  });

  test('refuses what was decided on an older view, though no process is open any more', async () => {
    const movie = await world.album(owner);
    const { runId } = { runId: 'first' };
    await world.records.recordQueued({ album: movie.asRef(), after: null, task: runId });
    await expect(
      world.records.recordQueued({ album: movie.asRef(), after: null, task: 'second' }),
    ).rejects.toMatchObject({
      code: 'already_queued',
    });
    expect(await world.row(movie.id)).toMatchObject({ task: 'first', runs: 1 });
  });

  test('asks to come back when no worker answers in time, and then says that the work is queued', async () => {
    const movie = await world.album(owner);
    world.flows.onBegin(renders.movie, () => Promise.reject(new DomainError('unavailable', 'busy')));
    expect(await start(movie.id)).toMatchObject(refusal('系统繁忙，请稍后再试'));
    world.flows.onBegin(renders.movie, () => Promise.reject(new DomainError('conflict', 'already_running')));
    expect(await start(movie.id)).toMatchObject(refusal('已在 PENDING 队列中'));
  });

  test('waits for a failed run to close', async () => {
    const movie = await begin('FAILED');
    setTimeout(() => world.flows.end(renderOf('movie', movie.id)), 250);
    expect(await start(movie.id)).toMatchObject(success('原执行失败，已重新加入队列'));
  });

  test.each(['UNSTARTED', 'QUEUED', 'RENDERING', 'FINISHED', 'FAILED'] as const)(
    'marks a movie in %s whose folder is gone as expired',
    async (state) => {
      const movie = await world.album(owner, state);
      await world.ports.storage.removeAll(`movies/${movie.id}`);
      expect(await start(movie.id)).toMatchObject(expired);
      expect(await world.row(movie.id)).toMatchObject({ state: 'EXPIRED' });
      expect(await start(movie.id)).toMatchObject(expired);
    },
  );

  test('says nothing of the folder while the storage cannot be reached', async () => {
    const movie = await world.album(owner);
    const { storage } = world.ports;
    const broken = { ...storage, stat: async () => undefined, check: () => Promise.reject(new Error('no route')) };
    Object.assign(world.ports, { storage: broken });
    expect(await start(movie.id)).toMatchObject({ status: 500, body: { code: 500, msg: '服务器错误', data: null } });
    Object.assign(world.ports, { storage });
    expect(await world.row(movie.id)).toMatchObject({ state: 'UNSTARTED' });
    world.faults.length = 0;
  });

  test('refuses what is finished or cleaned up', async () => {
    expect(await start((await world.album(owner, 'FINISHED')).id)).toMatchObject(refusal('任务已完成'));
    expect(await start((await world.album(owner, 'EXPIRED')).id)).toMatchObject(expired);
  });

  test('is for the owner', async () => {
    const movie = await world.album(owner);
    expect(await start(movie.id, stranger)).toMatchObject(noMovie);
    expect(await world.call(undefined, `GET /travel/movie/${movie.id}/start`)).toMatchObject(
      refusal('未登录或登录超时'),
    );
    expect(await start((await world.album(owner, 'DELETED')).id)).toMatchObject(noMovie);
    expect(await world.call(owner, 'GET /travel/movie/x/start')).toMatchObject(noMovie);
  });

  test('does nothing for a foreign page', async () => {
    const movie = await world.album(owner);
    const foreign = { 'sec-fetch-site': 'cross-site' };
    expect(await world.call(owner, `GET /travel/movie/${movie.id}/start`, undefined, foreign)).toMatchObject({
      status: 403,
    });
    expect(world.flows.begun).toEqual([]);
  });
});

test('no request was a fault', () => {
  expect(world.faults).toEqual([]);
});
