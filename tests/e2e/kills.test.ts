import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { Album } from '#domain/albums/album.entity.ts';
import { FaceClient } from '#scripts/demo/client.ts';
import { filmClient } from '#tests/kit/film-client.ts';
import { startPlatform, type Platform } from '#tests/kit/platform.ts';

/** The real platform under its real supervisor: what is in the middle when its worker is killed comes to its end once. */
let platform: Platform;

beforeAll(async () => {
  platform = await startPlatform();
  await platform.ready();
}, 240_000);
afterAll(() => platform?.stop(), 120_000);

const whole = async (photo: number) => {
  const file = join(platform.folder, 'files', 'photos', String(photo), 'result.jpg');
  const { width, height } = await sharp(file).metadata();
  await sharp(file).stats(); // every line of it can be decoded
  return { width, height };
};

const sentTo = (address: string): string | undefined => {
  const folder = join(platform.folder, 'outbox');
  const letters = readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as { to: string; subject: string; text: string },
  );
  const letter = letters.find(({ to, subject }) => to === address && subject.includes('恢复码'));
  return letter && /\d{4,}/.exec(letter.text)?.[0];
};

const logsIn = async (uid: string, password: string) => {
  const visitor = new FaceClient(`${platform.origin}/travel/`);
  return visitor.post('user/login', { uname: uid, password, no_captcha: true }).then(
    () => true,
    () => false,
  );
};

describe('a long picture', () => {
  test('is drawn anew when the media worker is killed while it draws', async () => {
    const client = await filmClient(platform, 'photo');
    const photo = await client.fill(40);
    await client.start(photo);
    await client.reach(photo, 105);
    platform.signal('media', 'SIGSTOP'); // so that it cannot end before it is killed
    await platform.kill('media');
    await client.reach(photo, 200);
    const orm = await platform.database();
    const album = await orm.em.fork().findOneOrFail(Album, { id: photo });
    await orm.close();
    expect(album).toMatchObject({ state: 'FINISHED', error: '' });
    expect(await whole(photo)).toEqual({ width: album.width, height: album.height });
  }, 240_000);
});

describe('a password reset', () => {
  test('goes on when the worker is killed with a try in its hands', async () => {
    const { email, uname, travel } = await filmClient(platform);
    const visitor = new FaceClient(`${platform.origin}/travel/`);
    await visitor.post('user/reset', { email, no_captcha: true });
    const code = await platform.until('the code', 45_000, () => sentTo(email));
    platform.signal('worker', 'SIGSTOP'); // the try reaches the process, but nobody judges it
    const redeem = () => visitor.post('user/reset', { code, new_password: 'a wholly new one', no_captcha: true });
    const first = redeem().catch((error: unknown) => String(error));
    await platform.kill('worker');
    const answer = await first; // a slow machine says that it is busy, and the client asks again
    if (answer !== null) await redeem().catch(() => undefined);

    await platform.until('the new password', 60_000, () => logsIn(uname, 'a wholly new one'));
    expect(await logsIn(uname, 'correct horse battery staple')).toBe(false);
    await expect(travel.get('user/info')).rejects.toThrow('未登录'); // every session of the account has ended
    const again = visitor.post('user/reset', { code, new_password: 'another one', no_captcha: true });
    await expect(again).rejects.toThrow('未获取恢复码或已失效');
  }, 240_000);
});
