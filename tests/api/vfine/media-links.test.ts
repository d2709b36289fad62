import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { linkTo } from '#domain/uploads/signed-link.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let vfine: Vfine;
beforeAll(async () => {
  vfine = await buildVfine();
  await vfine.ports.storage.put('songs/a.mp3', Buffer.from('0123456789'));
  await vfine.ports.storage.put('secret.mp3', Buffer.from('secret'));
});
afterAll(() => vfine.close());

const link = (key = 'songs/a.mp3') => linkTo(vfine.ports.secrets, { key, name: '夜.mp3' }, vfine.clock.now());
const get = (path: string, headers = {}) => vfine.call(undefined, `GET /vfine/v1${path}`, undefined, headers);

test('a link gives its file to whoever has it, whole or in part', async () => {
  const whole = await get(link());
  expect({ status: whole.status, body: String(whole.body) }).toEqual({ status: 200, body: '0123456789' });
  expect(whole.headers.get('content-type')).toBe('audio/mpeg');
  expect(whole.headers.get('content-disposition')).toContain("filename*=UTF-8''%E5%A4%9C.mp3");
  const part = await get(link(), { range: 'bytes=2-4' });
  expect({ status: part.status, body: String(part.body) }).toEqual({ status: 206, body: '234' });
  expect(await get(link(), { range: 'bytes=99-' })).toMatchObject({ status: 416 });
});

test('a link is good for ten minutes', async () => {
  const path = link();
  vfine.clock.forward(9);
  expect(await get(path)).toMatchObject({ status: 200 });
  vfine.clock.forward(2);
  expect(await get(path)).toMatchObject({ status: 404 });
  vfine.clock.reset();
});

/** A link with another text before the signature of ours. */
function forged(change: (text: string) => string): string {
  const [packed = '', signature = ''] = link().slice('/media/'.length).split('.');
  const text = change(Buffer.from(packed, 'base64url').toString());
  return `/media/${Buffer.from(text).toString('base64url')}.${signature}`;
}

test.each([
  ['another file', () => forged((text) => text.replace('songs/a.mp3', 'secret.mp3'))],
  ['a later end', () => forged((text) => text.replace(/\d+/, '9999999999999'))],
  ['nonsense', () => forged(() => 'null')],
  ['no signature', () => link().replace(/\..*/, '')],
  ['a signature of zeros', () => link().replace(/\..*/, `.${'0'.repeat(64)}`)],
  ['a file that is gone', () => link('songs/gone.mp3')],
  ['something else', () => '/media/x.y'],
])('a link to %s gives nothing', async (_what, path) => {
  expect(await get(path())).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
});
