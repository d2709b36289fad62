import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import type { AlbumState } from '#domain/albums/album.machine.ts';
import { renderOf } from '#workflows/albums/contract.ts';
import { progress } from '#workflows/kernel/progress.ts';
import { fileForm } from '#tests/kit/http.ts';
import { flatPicture } from '#tests/kit/pictures.ts';
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
const ask =
  (what: string) =>
  (id: number, who: User = owner) =>
    world.call(who, `GET /travel/movie/${id}/${what}`);
const [start, status, remove] = [ask('start'), ask('status'), ask('delete')];

/** What another start would find of a run that went on: the row in a later state, the process open. */
async function begin(state: AlbumState) {
  const movie = await world.album(owner);
  await start(movie.id);
  await world.em().getConnection().execute(`update album set state = '${state}' where id = ${movie.id}`);
  return movie;
}

describe('GET /travel/movie/:work_id/status', () => {
  const at = '2021-03-08T16:14:29.500Z';
  const stamp = { createdAt: new Date(at), updatedAt: new Date('2021-03-08T16:37:06Z') };

  const states: [state: AlbumState, coarse: number, detailed: number, description: string, message: string][] = [
    ['UNSTARTED', 0, 0, '等待用户提供信息', '等待用户提供信息'],
    ['QUEUED', 1, 100, '排队等待中', '排队等待中'],
    ['READING', 2, 101, '正在处理', '正在分析命令参数'],
    ['ANALYSING', 2, 102, '正在处理', '正在分析图片'],
    ['COMPOSING', 2, 103, '正在处理', '正在生成诗词'],
    ['MATCHING', 2, 104, '正在处理', '正在匹配模板'],
    ['RENDERING', 2, 105, '正在处理', '正在生成影集'],
    ['FINISHED', 3, 200, '处理完成', '处理完成'],
    ['FAILED', -1, -1, '生成失败', '生成失败'],
    ['EXPIRED', -2, -2, '已过期', '已过期'],
  ];
  test.each(states)('shows %s as %d (%d), %s, %s', async (state, coarse, detailed, description, message) => {
    const movie = await begin(state);
    const task = world.flows.begun[0]?.runId;
    const info = { FINISHED: `/travel/media/movie/${movie.id}/result.mp4`, EXPIRED: null, UNSTARTED: task }[
      state as string
    ];
    expect(await status(movie.id)).toMatchObject({
      status: 200,
      body: {
        code: 200,
        msg: '操作成功',
        data: {
          work_id: movie.id,
          uid: owner.id,
          status: coarse,
          status_coarse: coarse,
          status_detail: detailed,
          description,
          status_msg: message,
          info: info === undefined ? task : info,
          image_num: 0,
          image_urls: [],
          error: '',
          progress: state === 'FINISHED' ? 100 : 0,
          remaining_seconds: null,
        },
      },
    });
  });

  test('prints times at UTC+8 and the pictures as links', async () => {
    const movie = await world.album(owner, 'UNSTARTED', stamp);
    expect(await status(movie.id)).toMatchObject({
      body: { data: { create_time: '2021-03-09 00:14:29', update_time: '2021-03-09 00:37:06', info: null } },
    });
    const urls: string[] = [];
    for (let i = 0; i < 2; i++) {
      const reply = await world.call(
        owner,
        `POST /travel/movie/${movie.id}/upload`,
        fileForm('file', await flatPicture(), 'a.jpg'),
      );
      urls.push((reply.body as { data: { url: string } }).data.url);
    }
    expect(await status(movie.id)).toMatchObject({ body: { data: { image_num: 2, image_urls: urls } } });
  });

  test('shows how far a render is, less the time since it said so', async () => {
    const movie = await begin('RENDERING');
    const told = {
      stage: 'RENDERING',
      percent: 42,
      remainingSeconds: 300,
      at: Date.now() - 100_000,
      parts: { done: 1, total: 2 },
    };
    world.flows.answer(renderOf('movie', movie.id), progress, () => told);
    const reply = await status(movie.id);
    const { data } = reply.body as { data: { progress: number; remaining_seconds: number } };
    expect(data.progress).toBe(42);
    expect(data.remaining_seconds).toBeGreaterThan(100);
    expect(data.remaining_seconds).toBeLessThanOrEqual(200);
  });

  test.each(['QUEUED', 'READING', 'RENDERING'] as const)(
    'tells of a lost task in %s and changes nothing',
    async (state) => {
      const movie = await begin(state);
      world.flows.end(renderOf('movie', movie.id));
      const [, coarse] = states.find(([name]) => name === state) ?? [];
      const lost = '找不到任务，请重新启动';
      expect(await status(movie.id)).toMatchObject({
        body: { data: { status: coarse, description: lost, status_msg: lost, progress: 0, remaining_seconds: null } },
      });
      expect(await world.call(owner, 'GET /travel/movie/list')).toMatchObject({
        body: {
          data: { movies: expect.arrayContaining([expect.objectContaining({ work_id: movie.id, status_msg: lost })]) },
        },
      });
      expect(await world.row(movie.id)).toMatchObject({ state });
    },
  );

  test('shows the reason of a failure, and the movie as cleaned up once its folder is gone', async () => {
    const movie = await world.album(owner, 'FAILED', { error: 'info.json：images[0] 找不到文件 a.jpg' });
    expect(await status(movie.id)).toMatchObject({
      body: { data: { description: '生成失败', error: 'info.json：images[0] 找不到文件 a.jpg' } },
    });
    await world.ports.storage.removeAll(`movies/${movie.id}`);
    expect(await status(movie.id)).toMatchObject({
      status: 200,
      body: { data: { status: -2, description: '已过期', info: null } },
    });
    expect(await world.row(movie.id)).toMatchObject({ state: 'EXPIRED' });
  });

  test('is for the owner', async () => {
    const movie = await world.album(owner);
    expect(await status(movie.id, stranger)).toMatchObject(noMovie);
    expect(await world.call(undefined, `GET /travel/movie/${movie.id}/status`)).toMatchObject(
      refusal('未登录或登录超时'),
    );
    expect(await status((await world.album(owner, 'DELETED')).id)).toMatchObject(noMovie);
    expect(await world.call(owner, `POST /travel/movie/${movie.id}/status`)).toMatchObject(refusal('请使用 GET 请求'));
  });
});

describe('/travel/movie/:work_id/delete', () => {
  test.each(['UNSTARTED', 'QUEUED', 'RENDERING', 'FINISHED', 'FAILED', 'EXPIRED'] as const)(
    'begins the removal of a movie in %s, which is gone at once',
    async (state) => {
      const movie = await world.album(owner, state, { isPublic: true });
      expect(await remove(movie.id)).toMatchObject(success('操作成功'));
      expect(world.flows.begun).toMatchObject([{ type: 'albumRemoval', id: `album-removal:${movie.id}` }]);
      expect(await world.row(movie.id)).toMatchObject({ state: 'DELETED' });
      for (const rest of ['status', 'start', 'delete'])
        expect(await world.call(owner, `GET /travel/movie/${movie.id}/${rest}`)).toMatchObject(noMovie);
      for (const list of ['list', 'myall', 'all']) {
        const { body } = await world.call(owner, `GET /travel/movie/${list}`);
        const { movies } = (body as { data: { movies: { work_id: number }[] } }).data;
        expect(movies.some(({ work_id: id }) => id === movie.id)).toBe(false);
      }
    },
  );

  test('succeeds twice at the same time', async () => {
    const movie = await world.album(owner);
    const replies = await Promise.all([remove(movie.id), remove(movie.id)]);
    for (const { status } of replies) expect([200, 403]).toContain(status);
    expect(replies.some(({ status }) => status === 200)).toBe(true);
    expect(await world.row(movie.id)).toMatchObject({ state: 'DELETED' });
  });

  test('is for the owner, and not for foreign pages', async () => {
    const movie = await world.album(owner);
    expect(await remove(movie.id, stranger)).toMatchObject(noMovie);
    expect(await world.call(undefined, `GET /travel/movie/${movie.id}/delete`)).toMatchObject(
      refusal('未登录或登录超时'),
    );
    const image = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' };
    expect(await world.call(owner, `GET /travel/movie/${movie.id}/delete`, undefined, image)).toMatchObject({
      status: 403,
    });
    expect(await world.call(owner, `HEAD /travel/movie/${movie.id}/delete`)).toMatchObject({ status: 403 });
    expect(await world.row(movie.id)).toMatchObject({ state: 'UNSTARTED' });
  });
});

test('no request was a fault', () => {
  expect(world.faults).toEqual([]);
});
