import { Works } from '#domain/dubbing/works.entity.ts';
import { badRequest, buildPiaxi, loginRequired, missing, refusal, success, type Piaxi } from '#tests/kit/piaxi.ts';

let piaxi: Piaxi;
beforeAll(async () => void (piaxi = await buildPiaxi()));
afterAll(() => piaxi.close());

const create = async (given?: Parameters<Piaxi['call']>[2]) =>
  piaxi.call(await piaxi.dubber(), 'POST /piaxi/api/works', given);

describe('POST /works', () => {
  test('makes one on a video, and another one on the same', async () => {
    const [video, ann] = [await piaxi.video(), await piaxi.dubber()];
    const ask = (id: unknown) => piaxi.call(ann, 'POST /piaxi/api/works', { video_id: id });
    const [first, second] = [await ask(video.id), await ask(String(video.id))];
    const idOf = ({ body }: typeof first) => (body as { data: { works_id: number } }).data.works_id;
    expect(first).toMatchObject(success('新建作品成功', { works_id: idOf(first) }));
    expect(idOf(second)).toBeGreaterThan(idOf(first));
    expect(await piaxi.em().findOneOrFail(Works, idOf(first))).toMatchObject({
      owner: { id: ann.id },
      video: { id: video.id },
    });
  });

  test.each([
    ['no body', undefined],
    ['no video', {}],
    ['null', { video_id: null }],
    ['a word', { video_id: 'one' }],
    ['an empty text', { video_id: '' }],
    ['a fraction', { video_id: 1.5 }],
    ['zero', { video_id: 0 }],
    ['a negative', { video_id: -1 }],
    ['too large a number', { video_id: 2_147_483_648 }],
    ['a number with a blank', { video_id: ' 1' }],
    ['a boolean', { video_id: true }],
    ['a list', { video_id: [1] }],
    ['an object', { video_id: { $gt: 0 } }],
    ['a trailing comma', '{"video_id": 2,}'],
  ])('refuses %s', async (_name, given) => {
    expect(await create(given)).toMatchObject(badRequest);
  });

  test('refuses a video that is not there, or not yet', async () => {
    expect(await create({ video_id: 999_999 })).toMatchObject(missing.video);
    expect(await create({ video_id: (await piaxi.video({ state: 'INGESTING' })).id })).toMatchObject(missing.video);
  });

  test('asks for a login', async () => {
    const { id } = await piaxi.video();
    expect(await piaxi.call(undefined, 'POST /piaxi/api/works', { video_id: id })).toMatchObject(loginRequired);
  });

  test('ends where a list would', async () => {
    const [video, ann] = [await piaxi.video(), await piaxi.dubber()];
    const rows = Array.from({ length: 500 }, () => ({
      owner: ann.id,
      video: video.id,
      createdAt: new Date(),
      updatedAt: new Date(),
    }));
    await piaxi.em().insertMany(Works, rows);
    expect(await piaxi.call(ann, 'POST /piaxi/api/works', { video_id: video.id })).toMatchObject(
      refusal(409, 'CONFLICT', '作品数量已达上限'),
    );
  });
});

describe('GET /works', () => {
  test('lists the caller’s own, oldest first, named after their videos', async () => {
    const [ann, ben] = [await piaxi.dubber(), await piaxi.dubber()];
    const [one, two] = [await piaxi.video({ name: '无间道' }), await piaxi.video({ name: '泰囧', durationMs: 61_000 })];
    const [first, , second] = [await piaxi.works(ann, one), await piaxi.works(ben, one), await piaxi.works(ann, two)];
    expect((await piaxi.call(ann, 'GET /piaxi/api/works')).body).toEqual({
      status: 'OK',
      msg: '获取当前用户的works列表成功',
      data: {
        works: [
          { works_id: first.id, video_id: one.id, name: '无间道', duration: 10 },
          { works_id: second.id, video_id: two.id, name: '泰囧', duration: 61 },
        ],
      },
    });
  });

  test('asks for a login', async () => {
    expect(await piaxi.call(undefined, 'GET /piaxi/api/works')).toMatchObject(loginRequired);
  });
});

test('nothing of this was a fault', () => expect(piaxi.faults).toEqual([]));
