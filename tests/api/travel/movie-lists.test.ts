import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { albumMachine, type AlbumState } from '#domain/albums/album.machine.ts';
import { getAtHost } from '#tests/kit/http.ts';
import { buildTravel, refusal, type Travel } from '#tests/kit/travel.ts';

let world: Travel;
let owner: User;
const ids = {} as Record<AlbumState, number>;
beforeAll(async () => {
  world = await buildTravel();
  owner = await world.traveller({ phone: '13900000001', email: 'secret@example.org' });
  for (const state of albumMachine.states)
    ids[state] = (await world.album(owner, state, { title: `title ${state}`, isPublic: true, tag: 5 })).id;
});
afterAll(() => world.close());

interface Listed {
  uid: number | null;
  movie_num: number;
  movies: { work_id: number; status: number }[];
}
const list = async (path: string, who: User | null = owner) => {
  const { status, body } = await world.call(who ?? undefined, `GET /travel/movie/${path}`);
  expect(status).toBe(200);
  return body as { code: number; msg: string; data: Listed };
};
const numbers = ({ movies }: Listed) => movies.map(({ work_id: id }) => id);

describe('GET /travel/movie/list', () => {
  test('has the own movies of a status ≥ 0, oldest first', async () => {
    const { msg, data } = await list('list');
    expect(msg).toBe('操作成功');
    expect(data.uid).toBe(owner.id);
    expect(numbers(data)).toEqual(
      albumMachine.states
        .filter((state) => !['FAILED', 'EXPIRED', 'DELETED'].includes(state))
        .map((state) => ids[state]),
    );
    expect(data.movie_num).toBe(data.movies.length);
    expect(data.movies.every(({ status }) => status >= 0)).toBe(true);
  });

  test('tells of each movie what table and example name', async () => {
    const { data } = await list('list');
    const result = `/travel/media/movie/${ids.FINISHED}/result.mp4`;
    expect(data.movies.find(({ work_id: id }) => id === ids.FINISHED)).toMatchObject({
      movie_title: 'title FINISHED',
      movie_description: '',
      create_time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      update_time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      status: 200,
      status_coarse: 3,
      status_detail: 200,
      status_msg: '处理完成',
      result_msg: result,
      description: '处理完成',
      info: result,
      tag: 5,
      like_num: 0,
      comment_num: 0,
      error: '',
      movie_cover: `/travel/media/movie/${ids.FINISHED}/cover.jpg`,
    });
  });

  test('is served page by page where a page is asked for', async () => {
    const whole = numbers((await list('list')).data);
    expect(numbers((await list('list?page=2&page_size=3')).data)).toEqual(whole.slice(3, 6));
    expect(numbers((await list('list?page=1')).data)).toEqual(whole.slice(0, 10));
    expect(numbers((await list('list?page=9&page_size=999')).data)).toEqual([]);
    const bad = await world.call(owner, 'GET /travel/movie/list?page=0');
    expect(bad).toMatchObject({ status: 403, body: { msg: '参数无效' } });
  });

  test('is empty for somebody else', async () => {
    const stranger = await world.traveller();
    expect((await list('list', stranger)).data).toEqual({ uid: stranger.id, movie_num: 0, movies: [] });
  });
});

describe('GET /travel/movie/myall', () => {
  test('has failed and expired movies too, deleted ones never', async () => {
    const { data } = await list('myall');
    expect(numbers(data)).toEqual(
      albumMachine.states.filter((state) => state !== 'DELETED').map((state) => ids[state]),
    );
    expect(data.movies.find(({ work_id: id }) => id === ids.EXPIRED)).toMatchObject({
      status: -2,
      status_msg: '已过期',
      info: null,
    });
  });
});

describe('GET /travel/movie/all', () => {
  test('has everybody’s finished shared movies, newest first, for anybody', async () => {
    const other = await world.traveller();
    const newer = await world.album(other, 'FINISHED', { isPublic: true });
    await world.album(other, 'FINISHED');
    const { msg, data } = await list('all', null);
    expect(msg).toBe('获取成功');
    expect(data.uid).toBeNull();
    expect(numbers(data)).toEqual([newer.id, ids.FINISHED]);
    expect(data.movies[1]).toMatchObject({
      uid: owner.id,
      uname: owner.uname,
      avatar: '/travel/static/avatars/default.png',
      movie_cover: `/travel/media/movie/${ids.FINISHED}/cover.jpg`,
      status: 200,
    });
    expect((await list('all', other)).data.uid).toBe(other.id);
    expect(numbers((await list('all?page=2&page_size=1', null)).data)).toEqual([ids.FINISHED]);
  });

  test('carries neither phone nor e-mail', async () => {
    expect(JSON.stringify(await list('all', null))).not.toMatch(/13900000001|secret@example/);
  });
});

test.each(['list', 'myall'])('GET /travel/movie/%s asks for a login, and for GET', async (path) => {
  expect(await world.call(undefined, `GET /travel/movie/${path}`)).toMatchObject(refusal('未登录或登录超时'));
  expect(await world.call(owner, `POST /travel/movie/${path}`)).toMatchObject(refusal('请使用 GET 请求'));
});

test('a slash at the end changes nothing', async () => {
  expect((await list('list/')).data.uid).toBe(owner.id);
});

test('links are right on a host name of its own, and under the prefix', async () => {
  const hosted = await buildTravel({ hosts: { travel: 'travel.example.org' } });
  try {
    const someone = await hosted.traveller();
    const movie = await hosted.album(someone, 'FINISHED');
    const headers = { authorization: `Bearer ${await hosted.tokenOf(someone)}` };
    const infoAt = async (host: string, path: string) => {
      const body = await getAtHost(hosted.base, host, path, headers);
      return (body as { data: { movies: { info: string }[] } }).data.movies[0]?.info;
    };
    const film = `/media/movie/${movie.id}/result.mp4`;
    expect(await infoAt('www.example.org', '/travel/movie/list')).toBe(`/travel${film}`);
    expect(await infoAt('travel.example.org', '/movie/list')).toBe(film);
  } finally {
    await hosted.close();
  }
});

test('no request was a fault', () => {
  expect(world.faults).toEqual([]);
});
