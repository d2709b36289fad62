import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { AlbumUpload } from '#domain/albums/album-upload.entity.ts';
import type { Album } from '#domain/albums/album.entity.ts';
import { fileForm } from '#tests/kit/http.ts';
import { flatPicture } from '#tests/kit/pictures.ts';
import { buildTravel, refusal, type Travel } from '#tests/kit/travel.ts';

let world: Travel;
let owner: User;
let stranger: User;
let jpeg: Buffer;
beforeAll(async () => {
  world = await buildTravel();
  [owner, stranger] = [await world.traveller(), await world.traveller()];
  jpeg = await flatPicture('jpeg');
});
afterAll(() => world.close());

const noMovie = refusal('找不到作业集');
const noFile = refusal('未获取到file');

const upload = (movie: Album, content: Buffer | string, name = 'IMG_1.jpg', who: User = owner) =>
  world.call(who, `POST /travel/movie/${movie.id}/upload`, fileForm('file', content, name));
const rows = (movie: Album) => world.em().find(AlbumUpload, { album: movie.id }, { orderBy: { id: 'asc' } });
const filesOf = async (movie: Album) =>
  (await world.ports.storage.list(`movies/${movie.id}`)).map(({ key }) => key.split('/')[2]);

describe('/travel/movie/new', () => {
  test.each(['GET', 'POST'])('makes an empty movie and its folder by %s', async (method) => {
    const reply = await world.call(owner, `${method} /travel/movie/new`);
    expect(reply).toMatchObject({
      status: 200,
      body: { code: 200, msg: '操作成功', data: { work_id: expect.any(Number) } },
    });
    const { work_id: id } = (reply.body as { data: { work_id: number } }).data;
    expect(await world.row(id)).toMatchObject({ state: 'UNSTARTED', isPublic: false, tag: 0, task: null });
    expect(await world.ports.storage.list(`movies/${id}`)).toHaveLength(1);
  });

  test('asks for a login', async () => {
    expect(await world.call(undefined, 'GET /travel/movie/new')).toMatchObject(refusal('未登录或登录超时'));
  });

  test('does nothing for a foreign page', async () => {
    const foreign = { 'sec-fetch-site': 'cross-site' };
    expect(await world.call(owner, 'GET /travel/movie/new', undefined, foreign)).toMatchObject({ status: 403 });
  });

  test('leaves no movie where the folder cannot be made', async () => {
    const broken = await buildTravel({
      ports: { storage: { ...world.ports.storage, put: () => Promise.reject(new Error('disk full')) } },
    });
    try {
      const someone = await broken.traveller();
      expect(await broken.call(someone, 'GET /travel/movie/new')).toMatchObject({
        status: 500,
        body: { code: 500, msg: '服务器错误', data: null },
      });
      expect(await broken.call(someone, 'GET /travel/movie/myall')).toMatchObject({ body: { data: { movie_num: 0 } } });
      expect(broken.faults.splice(0)).toHaveLength(1);
    } finally {
      await broken.close();
    }
  });
});

describe('POST /travel/movie/:work_id/upload', () => {
  test.each([
    ['jpeg', 'jpg'],
    ['png', 'png'],
    ['webp', 'webp'],
  ] as const)('keeps a %s under a name of time and chance', async (format, ending) => {
    const movie = await world.album(owner);
    const picture = await flatPicture(format);
    const before = Date.now();
    const reply = await upload(movie, picture, 'IMG_20210328_102940.JPG');
    const { filename, url } = (reply.body as { data: { filename: string; url: string } }).data;
    expect(reply).toMatchObject({ status: 200, body: { code: 200, msg: '操作成功' } });
    expect(filename).toMatch(new RegExp(String.raw`^\d{16}\d{6}\.${ending}$`));
    expect(Number(filename.slice(0, 16)) / 1000).toBeGreaterThan(before - 2000);
    expect(url).toBe(`/travel/media/movies/${movie.id}/${filename}`);
    expect(await rows(movie)).toMatchObject([
      { file: filename, name: 'IMG_20210328_102940.JPG', size: picture.length, format },
    ]);
    const served = await world.call(owner, `GET ${url}`);
    expect(served.headers.get('content-type')).toBe(`image/${format}`);
    expect((served.body as Buffer).equals(picture)).toBe(true);
  });

  test('never gives two pictures one name', async () => {
    const movie = await world.album(owner);
    const replies = await Promise.all(Array.from({ length: 8 }, () => upload(movie, jpeg)));
    expect(replies.every(({ status }) => status === 200)).toBe(true);
    expect(new Set((await rows(movie)).map(({ file }) => file)).size).toBe(8);
  });

  test.each([
    ['../../../etc/cron.d/x.jpg', 'x.jpg'],
    ['\u202egpj.exe', '\u202egpj.exe'],
    ['👨‍👩‍👧 旅行.jpg', '👨‍👩‍👧 旅行.jpg'],
    ['"; rm -rf /;.jpg', ';.jpg'],
  ])('takes the name %p as data', async (name, kept) => {
    const movie = await world.album(owner);
    expect(await upload(movie, jpeg, name)).toMatchObject({ status: 200 });
    const [row] = await rows(movie);
    expect(row?.name.endsWith(kept)).toBe(true);
    expect(await filesOf(movie)).toContain(row?.file);
  });

  const bad: [name: string, content: () => Buffer | string][] = [
    ['a text that calls itself .jpg', () => 'just a text'],
    ['an SVG', () => '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    ['a GIF', () => Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')],
    ['a truncated JPEG', () => jpeg.subarray(0, jpeg.length - 40)],
    ['an empty file', () => ''],
    ['more than 20 MB', () => Buffer.concat([jpeg, Buffer.alloc(20 * 1024 * 1024)])],
  ];
  test.each(bad)('refuses %s', async (_name, content) => {
    const movie = await world.album(owner);
    expect(await upload(movie, content())).toMatchObject(noFile);
    expect(await rows(movie)).toEqual([]);
    expect(await filesOf(movie)).toHaveLength(1);
  });

  test.each([
    ['another field', () => fileForm('picture', jpeg, 'a.jpg')],
    ['a text in its place', () => new URLSearchParams({ file: 'a.jpg' })],
    ['no body', () => undefined],
    ['JSON', () => ({ file: 'a.jpg' })],
    [
      'two files',
      () => {
        const form = fileForm('file', jpeg, 'a.jpg');
        form.append('file', new Blob([new Uint8Array(jpeg)]), 'b.jpg');
        return form;
      },
    ],
  ])('refuses %s', async (_name, given) => {
    const movie = await world.album(owner);
    expect(await world.call(owner, `POST /travel/movie/${movie.id}/upload`, given())).toMatchObject(noFile);
  });

  test('keeps info.json under its name, the new one in place of the former', async () => {
    const movie = await world.album(owner);
    await upload(movie, '{"title":"one"}', 'info.json');
    expect(await upload(movie, '{"title":"two"}', 'info.json')).toMatchObject({
      status: 200,
      body: { data: { filename: 'info.json', url: `/travel/media/movies/${movie.id}/info.json` } },
    });
    expect(await rows(movie)).toEqual([]);
    const stored = await world.ports.storage.readAll(`movies/${movie.id}/info.json`);
    expect(stored.toString()).toBe('{"title":"two"}');
    expect(await upload(movie, Buffer.alloc(256 * 1024 + 1, 32), 'info.json')).toMatchObject(noFile);
  });

  test('takes fifty pictures and no more, also at the same time', async () => {
    const movie = await world.album(owner);
    const em = world.em();
    for (let i = 0; i < 48; i++)
      em.create(AlbumUpload, { album: movie.id, file: `${i}.jpg`, name: 'x', size: 1, format: 'jpeg' } as never);
    await em.flush();
    const replies = await Promise.all(Array.from({ length: 5 }, () => upload(movie, jpeg)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(replies.find(({ status }) => status === 403)).toMatchObject(noFile);
    expect(await rows(movie)).toHaveLength(50);
  });

  test('touches the movie, so that nobody cleans it up', async () => {
    const movie = await world.album(owner);
    await world.em().getConnection().execute(`update album set updated_at = now() - interval '6 days'`);
    await upload(movie, jpeg);
    expect((await world.row(movie.id)).updatedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
  });

  test('is for the owner, while the folder is there', async () => {
    const movie = await world.album(owner);
    const deleted = await world.album(owner, 'DELETED');
    const expired = await world.album(owner, 'EXPIRED');
    expect(
      await world.call(undefined, `POST /travel/movie/${movie.id}/upload`, fileForm('file', jpeg, 'a.jpg')),
    ).toMatchObject(refusal('未登录或登录超时'));
    expect(await upload(movie, jpeg, 'a.jpg', stranger)).toMatchObject(noMovie);
    expect(await upload(deleted, jpeg)).toMatchObject(noMovie);
    expect(await upload(expired, jpeg)).toMatchObject(noMovie);
    await world.ports.storage.removeAll(`movies/${movie.id}`);
    expect(await upload(movie, jpeg)).toMatchObject(noMovie);
    expect(await filesOf(movie)).toEqual([]);
  });

  test.each(['FINISHED', 'RENDERING', 'FAILED'] as const)('takes a picture for a movie that is %s', async (state) => {
    expect(await upload(await world.album(owner, state), jpeg)).toMatchObject({ status: 200 });
  });

  test.each(['0', '999999', '99999999999999999999', 'x', '-1', '1.5', '%00', '１'])('knows no movie %s', async (id) => {
    const reply = await world.call(owner, `POST /travel/movie/${id}/upload`, fileForm('file', jpeg, 'a.jpg'));
    expect(reply).toMatchObject(noMovie);
  });

  test('asks for POST', async () => {
    expect(await world.call(owner, 'GET /travel/movie/1/upload')).toMatchObject(refusal('请使用 POST 请求'));
  });
});

describe('POST /travel/movie/:work_id/share', () => {
  test.each([
    [
      { public: true, tag: 3 },
      { public: true, tag: 3 },
    ],
    [
      { public: '1', tag: '4' },
      { public: true, tag: 4 },
    ],
    [{ public: 0 }, { public: false, tag: 7 }],
    [{ public: 'False' }, { public: false, tag: 7 }],
  ])('sets %j', async (given, data) => {
    const movie = await world.album(owner, 'FINISHED', { isPublic: !data.public, tag: 7 });
    expect(await world.call(owner, `POST /travel/movie/${movie.id}/share`, given)).toMatchObject({
      status: 200,
      body: { msg: '操作成功', data: { work_id: movie.id, ...data } },
    });
    expect(await world.row(movie.id)).toMatchObject({ isPublic: data.public, tag: data.tag });
  });

  test('is for the owner, with a flag', async () => {
    const movie = await world.album(owner, 'FINISHED');
    const share = `POST /travel/movie/${movie.id}/share`;
    expect(await world.call(undefined, share, { public: true })).toMatchObject(refusal('未登录或登录超时'));
    expect(await world.call(stranger, share, { public: true })).toMatchObject(noMovie);
    for (const body of [{}, { public: 'perhaps' }, { public: true, tag: 'x' }, { public: true, tag: 2 ** 40 }])
      expect(await world.call(owner, share, body)).toMatchObject(refusal('参数无效'));
    expect(await world.row(movie.id)).toMatchObject({ isPublic: false });
  });
});

test('no request was a fault', () => {
  expect(world.faults).toEqual([]);
});
