import { bgmOf, originalOf, posterOf, productOf, rolePictureOf, silentOf } from '#domain/dubbing/dubbing-folder.ts';
import { Works } from '#domain/dubbing/works.entity.ts';
import { getAtHost } from '#tests/kit/http.ts';
import { badRequest, buildPiaxi, missing, product, refusal, type Piaxi } from '#tests/kit/piaxi.ts';

let piaxi: Piaxi;
beforeAll(async () => void (piaxi = await buildPiaxi({ hosts: { piaxi: 'piaxi.example.org' } })));
afterAll(() => piaxi.close());

const content = Buffer.from('0123456789');
const get = (path: string, headers: Record<string, string> = {}) =>
  piaxi.call(undefined, `GET /piaxi/files/${path}`, undefined, headers);
const noFile = refusal(404, 'NOT_FOUND', '文件不存在');

test('files are served by path, whole and in ranges', async () => {
  const [video, bgm, ann] = [await piaxi.video({ roles: ['陈永仁'] }), await piaxi.bgm(), await piaxi.dubber()];
  const [works, role = 0] = [await piaxi.works(ann, video), video.roles.getItems()[0]?.id];
  await piaxi.em().nativeUpdate(Works, { id: works.id }, { product });
  const files: [path: string, key: string, type: string][] = [
    [`videos/${video.id}/original.mp4`, originalOf(video.id), 'video/mp4'],
    [`videos/${video.id}/silent.mp4`, silentOf(video.id), 'video/mp4'],
    [`videos/${video.id}/poster.jpg`, posterOf(video.id), 'image/jpeg'],
    [`bgms/${bgm.id}/bgm.mp3`, bgmOf(bgm.id), 'audio/mpeg'],
    [`roles/${role}/role.jpg`, rolePictureOf(role), 'image/jpeg'],
    [`works/${works.id}/product.mp4`, productOf(works.id), 'video/mp4'],
  ];
  for (const [path, key, type] of files) {
    expect(key).toBe(`piaxi/${path}`);
    expect(await get(path)).toMatchObject(noFile);
    await piaxi.ports.storage.put(key, content);
    const whole = await get(path);
    expect([whole.status, whole.headers.get('content-type'), whole.body]).toEqual([200, type, content]);
    const part = await get(path, { range: 'bytes=2-4' });
    expect([part.status, part.headers.get('content-range'), String(part.body)]).toEqual([206, 'bytes 2-4/10', '234']);
    expect(await get(path, { range: 'bytes=10-' })).toMatchObject({ status: 416 });
  }
});

test('on a host name of its own the API lies at /api, and the files beside it', async () => {
  const [video, ann] = [await piaxi.video({ lines: [] }), await piaxi.dubber()];
  const { id } = await piaxi.works(ann, video);
  await piaxi.em().nativeUpdate(Works, { id }, { product });
  const headers = { authorization: `Bearer ${await piaxi.tokenOf(ann)}` };
  expect(await getAtHost(piaxi.base, 'piaxi.example.org', `/api/works/${id}`, headers)).toMatchObject({
    data: { poster: `/files/videos/${video.id}/poster.jpg`, product: `/files/works/${id}/product.mp4` },
  });
  expect(await getAtHost(piaxi.base, 'piaxi.example.org', '/files/videos/999999/poster.jpg', {})).toMatchObject(
    missing.video.body,
  );
});

test('a works that is not rendered has no product, whatever lies in the storage', async () => {
  const works = await piaxi.works(await piaxi.dubber(), await piaxi.video());
  await piaxi.ports.storage.put(productOf(works.id), content);
  expect(await get(`works/${works.id}/product.mp4`)).toMatchObject(noFile);
});

test('what is not taken in has no files', async () => {
  const [video, bgm] = [await piaxi.video({ state: 'INGESTING', roles: ['a'] }), await piaxi.bgm({ state: 'FAILED' })];
  await piaxi.ports.storage.put(originalOf(video.id), content);
  const role = video.roles.getItems()[0]?.id;
  expect(await get(`videos/${video.id}/original.mp4`)).toMatchObject(missing.video);
  expect(await get(`bgms/${bgm.id}/bgm.mp3`)).toMatchObject(missing.bgm);
  expect(await get(`roles/${role}/role.jpg`)).toMatchObject(noFile);
});

test.each([
  ['videos/0/poster.jpg', badRequest],
  ['videos/x/poster.jpg', badRequest],
  ['videos/999999/poster.jpg', missing.video],
  ['bgms/999999/bgm.mp3', missing.bgm],
  ['roles/999999/role.jpg', noFile],
  ['works/999999/product.mp4', missing.works],
  [`works/1/${'x'.repeat(101)}`, badRequest],
])('%s is refused', async (path, expected) => {
  expect(await get(path)).toMatchObject(expected);
});

test.each(['nothing.mp4', '..%2foriginal.mp4', 'original.mp4%00', 'constructor'])('no video has %s', async (file) => {
  const { id } = await piaxi.video();
  expect(await get(`videos/${id}/${file}`)).toMatchObject(noFile);
});

test('nothing of this was a fault', () => expect(piaxi.faults).toEqual([]));
