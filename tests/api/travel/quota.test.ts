import { AlbumUpload } from '#domain/albums/album-upload.entity.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import type { Album } from '#domain/albums/album.entity.ts';
import type { AlbumState } from '#domain/albums/album.machine.ts';
import { fileForm } from '#tests/kit/http.ts';
import { flatPicture } from '#tests/kit/pictures.ts';
import { buildTravel, refusal, type Travel } from '#tests/kit/travel.ts';

let world: Travel;
let jpeg: Buffer;
beforeAll(async () => {
  world = await buildTravel();
  jpeg = await flatPicture('jpeg');
});
afterAll(() => world.close());

const upload = (who: User, movie: Album) =>
  world.call(who, `POST /travel/movie/${movie.id}/upload`, fileForm('file', jpeg, 'a.jpg'));
const filesOf = (movie: Album) => world.ports.storage.list(`movies/${movie.id}`);

/** Puts a picture of so many bytes on record. */
async function fill(album: Album, size: number): Promise<void> {
  const em = world.em();
  em.create(AlbumUpload, { album: album.id, file: 'a.jpg', name: 'x', size, format: 'jpeg' } as never);
  await em.flush();
}

describe('the quota of one person', () => {
  test.each<[name: string, state: AlbumState, isOther: boolean, left: number, isTaken: boolean]>([
    ['room for it to the byte', 'FINISHED', false, 0, true],
    ['a byte less', 'FINISHED', false, -1, false],
    ['a failed work that keeps its pictures', 'FAILED', false, -1, false],
    ['room, for a work was cleaned up', 'EXPIRED', false, -1, true],
    ['room, for a work was deleted', 'DELETED', false, -1, true],
    ['room, for the full work is somebody else’s', 'FINISHED', true, -1, true],
  ])('where there is %s', async (_name, state, isOther, left, isTaken) => {
    const [someone, other] = [await world.traveller(), await world.traveller()];
    const movie = await world.album(someone);
    const full = await world.album(isOther ? other : someone, state, { kind: 'photo' });
    await fill(full, world.ports.settings.quotaBytes - jpeg.length - left);
    expect(await upload(someone, movie)).toMatchObject(
      isTaken ? { status: 200 } : refusal('空间已满，请先删除旧的作品'),
    );
    expect(await world.em().count(AlbumUpload, { album: movie.id })).toBe(isTaken ? 1 : 0);
    expect(await filesOf(movie)).toHaveLength(isTaken ? 2 : 1);
  });

  test('counts results, and info.json at its last size', async () => {
    const someone = await world.traveller();
    const [movie, done] = [await world.album(someone), await world.album(someone, 'FINISHED', { resultSize: 1000 })];
    await fill(done, world.ports.settings.quotaBytes - 1000 - 50);
    const tell = (length: number) =>
      world.call(
        someone,
        `POST /travel/movie/${movie.id}/upload`,
        fileForm('file', JSON.stringify({ title: 'x'.repeat(length - '{"title":""}'.length) }), 'info.json'),
      );
    const noRoom = refusal('空间已满，请先删除旧的作品');
    expect(await tell(51)).toMatchObject(noRoom);
    for (const length of [40, 50]) expect(await tell(length)).toMatchObject({ status: 200 });
    expect(await tell(51)).toMatchObject(noRoom);
    expect(await world.row(movie.id)).toMatchObject({ infoSize: 50 });
  });

  test('is one, though two works are filled at once', async () => {
    const someone = await world.traveller();
    const [full, ...movies] = [await world.album(someone), await world.album(someone), await world.album(someone)];
    await fill(full, world.ports.settings.quotaBytes - jpeg.length);
    const replies = await Promise.all(movies.map((movie) => upload(someone, movie)));
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403]);
  });
});

test.each(['movie', 'photo'])('a %s is made once a second at most, over a minute', async (kind) => {
  const strict = await buildTravel({ settings: { rateLimits: true } });
  try {
    const someone = await strict.traveller();
    const make = () => strict.call(someone, `GET /travel/${kind}/new`);
    await strict.tried('write', 59);
    expect(await make()).toMatchObject({ status: 200 });
    expect(await make()).toMatchObject(refusal('操作过于频繁，请稍后再试'));
  } finally {
    await strict.close();
  }
});

test('no request was a fault', () => {
  expect(world.faults).toEqual([]);
});
