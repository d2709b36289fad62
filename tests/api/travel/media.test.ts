import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import type { Album } from '#domain/albums/album.entity.ts';
import { fileForm } from '#tests/kit/http.ts';
import { tellingPicture } from '#tests/kit/pictures.ts';
import { buildTravel, refusal, type Travel } from '#tests/kit/travel.ts';

let world: Travel;
let owner: User;
let stranger: User;
let movie: Album;
let picture: Buffer;
let pictureUrl: string;
const film = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));

beforeAll(async () => {
  world = await buildTravel();
  [owner, stranger] = [await world.traveller(), await world.traveller()];
  movie = await world.album(owner);
  picture = await tellingPicture('jpeg');
  const upload = `POST /travel/movie/${movie.id}/upload`;
  const reply = await world.call(owner, upload, fileForm('file', picture, '旅行";.jpg'));
  pictureUrl = (reply.body as { data: { url: string } }).data.url;
  await world.call(owner, upload, fileForm('file', '{"title":"x"}', 'info.json'));
  await world.ports.storage.put(`movies/${movie.id}/result.mp4`, film);
  await world.ports.storage.put(`movies/${movie.id}/cover.jpg`, Buffer.from('cover'));
  await world.ports.storage.put(`movies/${movie.id}/work/plan.json`, Buffer.from('{}'));
  const em = world.em();
  const row = await em.findOneOrFail((await import('#domain/albums/album.entity.ts')).Album, movie.id);
  Object.assign(row, {
    state: 'FINISHED',
    title: '春/日',
    resultKey: `movies/${movie.id}/result.mp4`,
    coverKey: `movies/${movie.id}/cover.jpg`,
  });
  await em.flush();
});
afterAll(() => world.close());

const noMovie = refusal('找不到作业集');
const path = (file: string, folder = 'movie') => `/travel/media/${folder}/${movie.id}/${file}`;
const get = (url: string, headers: Record<string, string> = {}, who: User | null = owner) =>
  world.call(who ?? undefined, `GET ${url}`, undefined, headers);
const share = (isPublic: boolean) => world.call(owner, `POST /travel/movie/${movie.id}/share`, { public: isPublic });

describe('whose files they are', () => {
  test.each(['movie', 'movies'])('the owner gets the film under /media/%s', async (folder) => {
    const reply = await get(path('result.mp4', folder));
    expect(reply.status).toBe(200);
    expect((reply.body as Buffer).equals(film)).toBe(true);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': '1000',
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
      'content-disposition': `inline; filename="___.mp4"; filename*=UTF-8''%E6%98%A5%2F%E6%97%A5.mp4`,
    });
  });

  test('others get nothing while it is not shared, as if it were not there', async () => {
    for (const file of ['result.mp4', 'cover.jpg', 'info.json', pictureUrl.split('/').at(-1) ?? ''])
      for (const who of [stranger, null]) expect(await get(path(file), {}, who)).toMatchObject(noMovie);
  });

  test('everybody gets film, cover and pictures of a shared one, pictures without place and time', async () => {
    await share(true);
    for (const who of [stranger, null]) {
      expect((await get(path('result.mp4'), {}, who)).status).toBe(200);
      expect((await get(path('cover.jpg'), {}, who)).headers.get('content-type')).toBe('image/jpeg');
      const shown = await get(pictureUrl, {}, who);
      expect(shown.status).toBe(200);
      expect((shown.body as Buffer).includes('SECRET-ARTIST')).toBe(false);
      expect(shown.headers.get('content-length')).toBe(String((shown.body as Buffer).length));
      expect(await get(path('info.json', 'movies'), {}, who)).toMatchObject(noMovie);
    }
    expect(((await get(pictureUrl)).body as Buffer).equals(picture)).toBe(true);
    await share(false);
    expect(await get(path('result.mp4'), {}, stranger)).toMatchObject(noMovie);
  });

  test('the owner gets info.json back', async () => {
    expect(await get(path('info.json', 'movies'))).toMatchObject({ status: 200, body: { title: 'x' } });
  });

  test('a name from its owner cannot leave the header', async () => {
    const { headers } = await get(pictureUrl);
    expect(headers.get('content-disposition')).toBe(
      `inline; filename="____.jpg"; filename*=UTF-8''%E6%97%85%E8%A1%8C%22%3B.jpg`,
    );
  });

  test.each([
    'opened',
    'work',
    'plan.json',
    'work%2Fplan.json',
    '..%2F1%2Fresult.mp4',
    'nothing.jpg',
    '%00',
    'a'.repeat(300),
  ])('nobody gets %s', async (file) => {
    expect(await get(path(file, 'movies'))).toMatchObject({ status: 403 });
  });

  test('nobody gets what is deleted or cleaned up', async () => {
    for (const state of ['EXPIRED', 'DELETED'] as const) {
      const gone = await world.album(owner, state, {
        isPublic: true,
        resultKey: `movies/${movie.id}/result.mp4`,
      });
      expect(await get(`/travel/media/movie/${gone.id}/result.mp4`)).toMatchObject(noMovie);
    }
    expect(await get('/travel/media/movie/999999/result.mp4')).toMatchObject(noMovie);
    expect(await get('/travel/media/movie/x/result.mp4')).toMatchObject(noMovie);
  });
});

describe('parts and copies', () => {
  const parts: [range: string, status: number, contentRange: string | null, from: number, to: number][] = [
    ['bytes=0-99', 206, 'bytes 0-99/1000', 0, 100],
    ['bytes=990-', 206, 'bytes 990-999/1000', 990, 1000],
    ['bytes=-10', 206, 'bytes 990-999/1000', 990, 1000],
    ['bytes=-5000', 206, 'bytes 0-999/1000', 0, 1000],
    ['bytes=500-99999', 206, 'bytes 500-999/1000', 500, 1000],
    ['bytes=0-0', 206, 'bytes 0-0/1000', 0, 1],
    ['bytes=1000-', 416, 'bytes */1000', 0, 0],
    ['bytes=-0', 416, 'bytes */1000', 0, 0],
    ['bytes=0-1,5-6', 200, null, 0, 1000],
    ['bytes=9-3', 200, null, 0, 1000],
    ['items=0-1', 200, null, 0, 1000],
    ['bytes=x', 200, null, 0, 1000],
  ];
  test.each(parts)('%s is answered with %d', async (range, status, contentRange, from, to) => {
    const reply = await get(path('result.mp4'), { range });
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-range')).toBe(contentRange);
    expect((reply.body as Buffer).equals(film.subarray(from, to))).toBe(true);
    expect(reply.headers.get('content-length')).toBe(String(to - from));
  });

  test('HEAD tells the same without the bytes', async () => {
    const reply = await world.call(owner, `HEAD ${path('result.mp4')}`);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-length')).toBe('1000');
    expect(reply.headers.get('content-type')).toBe('video/mp4');
    expect(reply.body).toHaveLength(0);
    expect(await world.call(stranger, `HEAD ${path('result.mp4')}`)).toMatchObject({ status: 403 });
  });

  test('a copy that is still good is not sent again', async () => {
    const first = await get(path('result.mp4'));
    const etag = first.headers.get('etag') ?? '';
    const modified = first.headers.get('last-modified') ?? '';
    for (const headers of [
      { 'if-none-match': etag },
      { 'if-none-match': `"x", W/${etag}` },
      { 'if-modified-since': modified },
    ]) {
      const again = await get(path('result.mp4'), headers);
      expect(again.status).toBe(304);
      expect(again.headers.get('etag')).toBe(etag);
      expect(again.body).toHaveLength(0);
    }
    for (const headers of [{ 'if-none-match': '"other"' }, { 'if-modified-since': 'Mon, 01 Jan 2001 00:00:00 GMT' }])
      expect((await get(path('result.mp4'), headers)).status).toBe(200);
  });

  test('a download goes on only with the same version', async () => {
    const first = await get(path('result.mp4'));
    const resume = async (condition: string) =>
      (await get(path('result.mp4'), { range: 'bytes=10-19', 'if-range': condition })).status;
    expect(await resume(first.headers.get('etag') ?? '')).toBe(206);
    expect(await resume(first.headers.get('last-modified') ?? '')).toBe(206);
    expect(await resume('"older"')).toBe(200);
    expect(await resume('Mon, 01 Jan 2001 00:00:00 GMT')).toBe(200);
  });

  test('a part of a picture that others see is a part of what they may see', async () => {
    await share(true);
    const whole = (await get(pictureUrl, {}, stranger)).body as Buffer;
    const part = await get(pictureUrl, { range: 'bytes=5-24' }, stranger);
    expect((part.body as Buffer).equals(whole.subarray(5, 25))).toBe(true);
    await share(false);
  });
});

test('no request was a fault', () => {
  expect(world.faults).toEqual([]);
});
