import { badRequest, buildPiaxi, missing, success, type Piaxi } from '#tests/kit/piaxi.ts';

let piaxi: Piaxi;
beforeAll(async () => void (piaxi = await buildPiaxi()));
afterAll(() => piaxi.close());
const get = (path: string) => piaxi.call(undefined, `GET /piaxi/api${path}`);

test('lists are empty where there is nothing', async () => {
  expect(await get('/videos')).toMatchObject(success('获取video列表成功', { videos: [] }));
  expect(await get('/bgms')).toMatchObject(success('获取bgm列表成功', { bgms: [] }));
});

test('videos are listed oldest first, without those that are not taken in', async () => {
  const [first, second] = [
    await piaxi.video({ name: '泰囧', durationMs: 10_400 }),
    await piaxi.video({ name: '无间道', durationMs: 300 }),
  ];
  await piaxi.video({ state: 'INGESTING' });
  await piaxi.video({ state: 'FAILED' });
  expect(await get('/videos')).toMatchObject(
    success('获取video列表成功', {
      videos: [
        { video_id: first.id, name: '泰囧', duration: 10 },
        { video_id: second.id, name: '无间道', duration: 1 },
      ],
    }),
  );
});

test('a video shows its roles in their order, and no number of its own', async () => {
  const { id } = await piaxi.video({ roles: ['陈永仁', '刘健明'] });
  const reply = await get(`/videos/${id}`);
  expect(reply).toMatchObject({ status: 200, body: { status: 'OK', msg: `获取video${id}详情成功` } });
  expect((reply.body as { data: unknown }).data).toEqual({
    name: '无间道',
    duration: 10,
    roles: [
      { role_id: expect.any(Number) as number, name: '陈永仁' },
      { role_id: expect.any(Number) as number, name: '刘健明' },
    ],
  });
});

test('music carries the numbers of the document and of its later revision', async () => {
  const { id } = await piaxi.bgm();
  await piaxi.bgm({ state: 'FAILED' });
  expect((await get('/bgms')).body).toEqual({
    status: 'OK',
    msg: '获取bgm列表成功',
    data: { bgms: [{ bgms_id: id, bgm_id: id, name: '天台', duration: 10 }] },
  });
});

test.each([
  ['999999', missing.video],
  ['2147483647', missing.video],
  ['2147483648', badRequest],
  ['99999999999', badRequest],
  ['0', badRequest],
  ['-1', badRequest],
  ['1.5', badRequest],
  ['1e3', badRequest],
  ['0x1', badRequest],
  ['abc', badRequest],
  ['%20', badRequest],
  ["1'", badRequest],
  ['%00', badRequest],
])('GET /videos/%s is refused', async (id, expected) => {
  expect(await get(`/videos/${id}`)).toMatchObject(expected);
});

test.each(['INGESTING', 'FAILED'] as const)('a video that is %s is not there', async (state) => {
  const { id } = await piaxi.video({ state });
  expect(await get(`/videos/${id}`)).toMatchObject(missing.video);
});

test('nothing of this was a fault', () => expect(piaxi.faults).toEqual([]));
