import { afterAll, beforeAll, expect, test } from '@jest/globals';
import sharp from 'sharp';
import type { User } from '#domain/accounts/user.entity.ts';
import { fileForm } from '#tests/kit/http.ts';
import { buildTravel, refusal, type Travel } from '#tests/kit/travel.ts';

type Format = 'jpeg' | 'png' | 'webp';

let world: Travel;
let user: User;
beforeAll(async () => {
  world = await buildTravel();
  user = await world.traveller();
});
afterAll(async () => {
  expect(world.faults).toEqual([]);
  await world.close();
});

const canvas = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#2a6f97' } });
const picture = (format: Format, width = 800, height = 400): Promise<Buffer> =>
  canvas(width, height)
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Artist: 'SECRET-ARTIST', Orientation: '6' } })
    .toFormat(format)
    .toBuffer();
const send = (content: Buffer | string, name = 'a.jpg', field = 'avatar', who: User | undefined = user) =>
  world.call(who, 'POST /travel/user/avatar', fileForm(field, content, name));
const avatarNow = async (): Promise<string> => {
  const { body } = await world.call(user, 'GET /travel/user/info');
  return (body as { data: { avatar: string } }).data.avatar;
};
const noAvatar = refusal('未获取到avatar');

test.each<[Format, string]>([
  ['jpeg', 'me.png'],
  ['png', 'me.svg'],
  ['webp', '../../me'],
])('a %s is kept in its own format, smaller, upright and without what else it told', async (format, name) => {
  const former = await avatarNow();
  expect(await send(await picture(format), name)).toMatchObject({
    status: 200,
    body: { code: 200, msg: '成功地修改了头像' },
  });
  const avatar = await avatarNow();
  expect(avatar).toBe(`/travel/media/avatars/${user.id}.${format}`);
  const { status, headers, body } = await world.call(undefined, `GET ${avatar}`);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe(`image/${format}`);
  expect(headers.get('cache-control')).toContain('no-cache');
  const meta = await sharp(body as Buffer).metadata();
  expect(meta).toMatchObject({ format, width: 256, height: 512 });
  expect(meta.exif).toBeUndefined();
  expect((body as Buffer).includes('SECRET')).toBe(false);
  if (former !== avatar)
    expect((await world.call(undefined, `GET ${former}`)).status).toBe(former.includes('/static/') ? 200 : 403);
});

test('a new one of the same format replaces the old one under the same address', async () => {
  await send(await picture('png', 64, 64));
  const before = await world.call(undefined, `GET ${await avatarNow()}`);
  await send(await picture('png', 32, 32));
  const after = await world.call(undefined, `GET ${await avatarNow()}`);
  expect((after.body as Buffer).equals(before.body as Buffer)).toBe(false);
  expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
});

test('the ending jpg serves a JPEG too', async () => {
  await send(await picture('jpeg'));
  const { headers } = await world.call(undefined, `GET /travel/media/avatars/${user.id}.jpg`);
  expect(headers.get('content-type')).toBe('image/jpeg');
});

const cases: [name: string, content: () => Promise<Buffer | string>, field: string][] = [
  ['an empty file', async () => '', 'avatar'],
  ['a text', async () => 'no picture', 'avatar'],
  ['an SVG', async () => '<svg xmlns="http://www.w3.org/2000/svg"/>', 'avatar'],
  ['a GIF', () => canvas(8, 8).gif().toBuffer(), 'avatar'],
  ['half a picture', async () => (await picture('jpeg')).subarray(0, 900), 'avatar'],
  [
    'a picture of more than 5 MB',
    async () => Buffer.concat([await picture('png'), Buffer.alloc(5 * 1024 * 1024)]),
    'avatar',
  ],
  ['too many pixels', () => canvas(10_000, 6000).png().toBuffer(), 'avatar'],
  ['a picture in another field', () => picture('png'), 'file'],
];
test.each(cases)('%s is refused', async (_name, content, field) => {
  const before = await avatarNow();
  expect(await send(await content(), 'a.png', field)).toMatchObject(noAvatar);
  expect(await avatarNow()).toBe(before);
});

test('a request without a file, or without a login, is refused', async () => {
  expect(await world.call(user, 'POST /travel/user/avatar', { avatar: 'x' })).toMatchObject(noAvatar);
  const form = fileForm('avatar', await picture('png'), 'a.png');
  expect(await world.call(undefined, 'POST /travel/user/avatar', form)).toMatchObject(refusal('未登录或登录超时'));
});

test('of two at once one stays, named right', async () => {
  await Promise.all([send(await picture('png')), send(await picture('webp'))]);
  const avatar = await avatarNow();
  const { body } = await world.call(undefined, `GET ${avatar}`);
  expect(avatar.endsWith(`.${(await sharp(body as Buffer).metadata()).format}`)).toBe(true);
});

test.each(['999999999.png', `0.png`, 'a.png', '1.svg', '1', '..%2f..%2fa.png', '1.png%00'])(
  'there is no avatar %s',
  async (file) => {
    expect((await world.call(undefined, `GET /travel/media/avatars/${file}`)).status).toBe(403);
  },
);
