import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { albumMachine, type AlbumState } from '#domain/albums/album.machine.ts';
import type { Album } from '#domain/albums/album.entity.ts';
import { photoRef } from '#tests/kit/album-refs.ts';
import { fileForm } from '#tests/kit/http.ts';
import { flatPicture } from '#tests/kit/pictures.ts';
import { buildTravel, refusal, success, type Travel } from '#tests/kit/travel.ts';

let world: Travel;
let owner: User;
let stranger: User;
beforeAll(async () => {
  world = await buildTravel();
  [owner, stranger] = [
    await world.traveller({ phone: '13900000001', email: 'secret@example.org' }),
    await world.traveller(),
  ];
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const noPhoto = refusal('找不到作业集');
const noLogin = refusal('未登录或登录超时');
const photo = (state: AlbumState = 'UNSTARTED', fields: Partial<Album> = {}) =>
  world.album(owner, state, { kind: 'photo', ...fields });
const get = (path: string, who: User | null = owner) => world.call(who ?? undefined, `GET /travel/photo/${path}`);
const sizes = { width: 1080, height: 9000, coverWidth: 540, coverHeight: 640 };

interface Listed {
  uid?: number;
  photo_num: number;
  photos: { work_id: number; status: number }[];
}
const list = async (path: string, who: User = owner) => {
  const { status, body } = await get(path, who);
  expect(status).toBe(200);
  return body as { msg: string; data: Listed };
};
const numbers = ({ photos }: Listed) => photos.map(({ work_id: id }) => id);

const ask = async (method: string, path: string, who: User) => {
  const word = path.split('/')[1] ?? '';
  const body =
    word === 'upload'
      ? fileForm('file', await flatPicture('jpeg'), 'a.jpg')
      : word === 'share'
        ? { public: true }
        : undefined;
  return world.call(who, `${method} /travel/photo/${path}`, body);
};

describe('refusals', () => {
  const rows: [method: string, path: (id: number) => string][] = [
    ['GET', () => 'new'],
    ['POST', (id) => `${id}/upload`],
    ['GET', (id) => `${id}/start`],
    ['GET', (id) => `${id}/status`],
    ['GET', (id) => `${id}/delete`],
    ['GET', () => 'list'],
    ['GET', () => 'myall'],
    ['GET', () => 'all'],
    ['POST', (id) => `${id}/share`],
  ];
  test.each(rows)('%s %s asks for a login', async (method, path) => {
    const { id } = await photo();
    expect(await world.call(undefined, `${method} /travel/photo/${path(id)}`)).toMatchObject(noLogin);
  });

  const ofOne = rows.filter(([, path]) => path(1).includes('/'));
  test.each(ofOne)(
    '%s %s finds neither somebody else’s, a deleted one, a movie, nor what is no number',
    async (method, path) => {
      const [own, deleted, movie] = [await photo(), await photo('DELETED'), await world.album(owner)];
      expect(await ask(method, path(own.id), stranger)).toMatchObject(noPhoto);
      for (const id of [deleted.id, movie.id, 999_999])
        expect(await ask(method, path(id), owner)).toMatchObject(noPhoto);
      expect(await ask(method, path(1).replace('1', '1x'), owner)).toMatchObject(noPhoto);
      expect(await world.row(own.id)).toMatchObject({ state: 'UNSTARTED', isPublic: false });
    },
  );

  test.each(['list', 'myall', 'all', '1/status'])('POST %s is for GET', async (path) => {
    expect(await world.call(owner, `POST /travel/photo/${path}`)).toMatchObject(refusal('请使用 GET 请求'));
  });

  test.each([
    ['nothing', undefined],
    ['no picture', 'words'],
    ['an empty file', ''],
  ])('an upload of %s is refused', async (_name, content) => {
    const { id } = await photo();
    const body = content === undefined ? undefined : fileForm('file', content, 'a.jpg');
    expect(await world.call(owner, `POST /travel/photo/${id}/upload`, body)).toMatchObject(refusal('未获取到file'));
  });

  test.each([
    ['EXPIRED', '任务已过期，请重新新建'],
    ['FINISHED', '任务已完成'],
  ] as const)('a start from %s is refused', async (state, msg) => {
    const { id } = await photo(state);
    expect(await get(`${id}/start`)).toMatchObject(refusal(msg));
    expect(world.flows.begun).toEqual([]);
  });

  test('a start whose folder is gone is refused, and the work expired', async () => {
    const { id } = await photo();
    await world.ports.storage.removeAll(`photos/${id}`);
    expect(await get(`${id}/start`)).toMatchObject(refusal('任务已过期，请重新新建'));
    expect(await world.row(id)).toMatchObject({ state: 'EXPIRED' });
  });

  test('a second start is refused while the first is alive', async () => {
    const { id } = await photo();
    await get(`${id}/start`);
    expect(await get(`${id}/start`)).toMatchObject(refusal('已在 PENDING 队列中'));
  });
});

describe('from new to delete', () => {
  test('a long picture is made, filled, started, followed and deleted', async () => {
    const { body } = await get('new');
    const { work_id: id } = (body as { data: { work_id: number } }).data;
    expect(await world.row(id)).toMatchObject({ kind: 'photo', state: 'UNSTARTED' });

    const upload = await world.call(
      owner,
      `POST /travel/photo/${id}/upload`,
      fileForm('file', await flatPicture('jpeg'), 'a.jpg'),
    );
    const { url, filename } = (upload.body as { data: { url: string; filename: string } }).data;
    expect(url).toBe(`/travel/media/photos/${id}/${filename}`);

    expect(await get(`${id}/start`)).toMatchObject(success('已加入队列'));
    expect(world.flows.begun).toMatchObject([{ type: 'photoRender', id: `photo-render:${id}` }]);
    expect(await get(`${id}/status`)).toMatchObject({
      body: {
        msg: '操作成功',
        data: { work_id: id, status: 1, result_msg: '排队等待中', image_num: 1, image_urls: [url] },
      },
    });

    expect(await get(`${id}/delete`)).toMatchObject(success('操作成功'));
    expect(await get(`${id}/status`)).toMatchObject(noPhoto);
  });

  const starts: [AlbumState, string][] = [
    ['UNSTARTED', '已加入队列'],
    ['FAILED', '原执行失败，已重新加入队列'],
    ['RENDERING', '已重新加入队列'],
  ];
  test.each(starts)('a start from %s answers %s', async (state, msg) => {
    const { id } = await photo(state, { task: state === 'UNSTARTED' ? null : 'lost' });
    expect(await get(`${id}/start`)).toMatchObject(success(msg));
  });
});

describe('status', () => {
  const states: [AlbumState, number, string][] = [
    ['UNSTARTED', 0, '等待用户提供信息'],
    ['FINISHED', 3, '处理完成'],
    ['FAILED', -1, '生成失败'],
    ['EXPIRED', -2, '已过期'],
    ['RENDERING', 2, '找不到任务，请重新启动'],
  ];
  test.each(states)('of %s is %d, and its text stands in result_msg', async (state, status, text) => {
    const { id } = await photo(state, { title: 't', description: 'd' });
    const { body } = await get(`${id}/status`);
    expect(body).toMatchObject({
      data: { uid: owner.id, status, result_msg: text, photo_title: 't', photo_description: 'd' },
    });
  });

  test('of a finished one has the link, the cover and the four sizes', async () => {
    const { id } = await photo('FINISHED', sizes);
    const told = {
      info: `/travel/media/photo/${id}/result.jpg`,
      photo_cover: `/travel/media/photo/${id}/cover.jpg`,
      photo_width: 1080,
      photo_height: 9000,
      cover_width: 540,
      cover_height: 640,
    };
    expect(await get(`${id}/status`)).toMatchObject({ body: { data: { ...told, progress: 100 } } });
    const { data } = await list('list');
    expect(data.photos.find(({ work_id: one }) => one === id)).toMatchObject({
      ...told,
      status: 200,
      result_msg: told.info,
    });
  });
});

describe('lists', () => {
  test('list has what neither failed nor expired, myall has all but the deleted, oldest first', async () => {
    const someone = await world.traveller();
    const ids = {} as Record<AlbumState, number>;
    for (const state of albumMachine.states) ids[state] = (await world.album(someone, state, { kind: 'photo' })).id;
    await world.album(someone);
    const kept = albumMachine.states.filter((state) => state !== 'DELETED');
    const { msg, data } = await list('list', someone);
    expect(msg).toBe('操作成功');
    expect(numbers(data)).toEqual(
      kept.filter((state) => state !== 'FAILED' && state !== 'EXPIRED').map((state) => ids[state]),
    );
    expect(data).toMatchObject({ uid: someone.id, photo_num: data.photos.length });
    expect(numbers((await list('myall', someone)).data)).toEqual(kept.map((state) => ids[state]));
    expect(numbers((await list('myall?page=2&page_size=4', someone)).data)).toEqual(
      kept.slice(4, 8).map((state) => ids[state]),
    );
  });

  test('all has everybody’s finished shared ones, newest first, and no personal data', async () => {
    const older = await photo('FINISHED', { isPublic: true, ...sizes });
    const newer = await world.album(stranger, 'FINISHED', { kind: 'photo', isPublic: true });
    await photo('FINISHED');
    await photo('RENDERING', { isPublic: true });
    await world.album(owner, 'FINISHED', { isPublic: true });
    const { msg, data } = await list('all');
    expect(msg).toBe('操作成功');
    expect(numbers(data)).toEqual([newer.id, older.id]);
    expect(data.photos[1]).toMatchObject({
      uid: owner.id,
      uname: owner.uname,
      avatar: expect.any(String),
      cover_width: 540,
    });
    expect(JSON.stringify(data)).not.toMatch(/13900000001|secret@example/);
  });
});

test('what a run records of a long picture are its files and sizes', async () => {
  const { id } = await photo();
  const album = photoRef(id);
  await world.records.recordQueued({ album, after: null, task: 'run' });
  for (const stage of ['READING', 'ANALYSING', 'COMPOSING', 'MATCHING', 'RENDERING'] as const)
    await world.records.recordStage({ album, task: 'run', stage });
  const made = { result: `photos/${id}/result.jpg`, cover: `photos/${id}/cover.jpg`, ...sizes };
  await world.records.recordFinished({ album, task: 'run', made });
  expect(await world.row(id)).toMatchObject({ state: 'FINISHED', resultKey: made.result, ...sizes });
});

test('no request was a fault', () => {
  expect(world.faults).toEqual([]);
});
