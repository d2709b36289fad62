import { setTimeout as sleep } from 'node:timers/promises';
import { DubbingTask } from '#domain/dubbing/task.entity.ts';
import { findOpenTask } from '#domain/dubbing/tasks.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { dubbingOf, stop } from '#workflows/dubbing-render/contract.ts';
import {
  badRequest,
  buildPiaxi,
  loginRequired,
  missing,
  product,
  refusal,
  success,
  type Piaxi,
} from '#tests/kit/piaxi.ts';

let piaxi: Piaxi;
let ann: User;
let ben: User;
beforeAll(async () => {
  piaxi = await buildPiaxi();
  [ann, ben] = [await piaxi.dubber(), await piaxi.dubber()];
});
afterAll(() => piaxi.close());

const newWorks = async () => (await piaxi.works(ann, await piaxi.video())).id;
const render = (id: number | string, given: Parameters<Piaxi['call']>[2] = {}, who: User | undefined = ann) =>
  piaxi.call(who, `POST /piaxi/api/works/${id}`, given);
const submit = (id: number | string, given: Parameters<Piaxi['call']>[2] = {}, who: User | undefined = ann) =>
  piaxi.call(who, `POST /piaxi/api/works/${id}/dubbing`, given);
const asked = (id: number, key: string, given = {}) =>
  piaxi.call(ann, `POST /piaxi/api/works/${id}`, given, { 'idempotency-key': key });
const progress = (id: number) => piaxi.call(ann, `GET /piaxi/api/works/${id}/progress`);
const tasksOf = (id: number) => piaxi.em().find(DubbingTask, { works: id }, { orderBy: { id: 'asc' } });
const rendering = refusal(409, 'CONFLICT', '作品正在合成，请稍后再试');

/** Waits until a run of a works is recorded. */
async function opened(id: number): Promise<void> {
  while (!(await findOpenTask(piaxi.em(), id))) await sleep(5);
}

/** Waits until so many callers wait for the run of a works. */
async function awaitedBy(callers: number, id: number): Promise<void> {
  while (piaxi.flows.waitersOf(dubbingOf(id)) < callers) await sleep(5);
}

/** Asks as somebody whom the platform lets wait for 30 ms only. */
async function hastily<T>(ask: () => Promise<T>): Promise<T> {
  const { settings } = piaxi.ports;
  const { dubbingWaitMs } = settings;
  settings.dubbingWaitMs = 30;
  try {
    return await ask();
  } finally {
    settings.dubbingWaitMs = dubbingWaitMs;
  }
}
const goesOn = refusal(409, 'CONFLICT', '视频仍在合成中，请稍后查询进度');

describe('POST /works/{works_id}', () => {
  test('answers when the product is there', async () => {
    const [id, bgm] = [await newWorks(), await piaxi.bgm()];
    const answer = render(id, { use_original_subtitle: true, bgm_id: String(bgm.id) });
    await opened(id);
    await piaxi.finish(id, { product });
    expect(await answer).toMatchObject(success('视频合成成功'));
    expect((await tasksOf(id))[0]).toMatchObject({
      state: 'FINISHED',
      request: { bgmId: bgm.id, useOriginalSubtitle: true, useOriginalDialogue: false },
    });
    expect(await piaxi.call(ann, `GET /piaxi/api/works/${id}`)).toMatchObject({
      body: { data: { product: `/piaxi/files/works/${id}/product.mp4` } },
    });
  });

  test('renders anew as often as it is asked', async () => {
    const id = await newWorks();
    for (const given of [{}, {}, { bgm_id: null }]) {
      const answer = render(id, given);
      await opened(id);
      await piaxi.finish(id, { product });
      expect(await answer).toMatchObject({ status: 200 });
    }
    expect(await tasksOf(id)).toHaveLength(3);
  });

  test('says that it goes on when it takes longer than the caller waits', async () => {
    const id = await newWorks();
    expect(await hastily(() => render(id))).toMatchObject(goesOn);
    expect(await progress(id)).toMatchObject({ body: { data: { tasks: [{ state: 'ready' }] } } });
  });

  test.each([
    [{ reason: '录音已损坏' }, '视频合成失败：录音已损坏'],
    ['cancelled' as const, '视频合成已取消'],
  ])('says when it came to nothing: %j', async (outcome, msg) => {
    const id = await newWorks();
    const answer = render(id);
    await opened(id);
    await piaxi.finish(id, outcome);
    expect(await answer).toMatchObject(refusal(409, 'CONFLICT', msg));
  });

  test('submitted twice at once, it is rendered once and both are answered', async () => {
    const id = await newWorks();
    const answers = [render(id), render(id), submit(id)];
    await answers[2];
    await awaitedBy(2, id);
    await piaxi.finish(id, { product });
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await tasksOf(id)).toHaveLength(1);
  });

  test('refuses another request while one is under way', async () => {
    const id = await newWorks();
    await submit(id);
    expect(await render(id, { denoise: true })).toMatchObject(rendering);
  });
});

describe('under an Idempotency-Key', () => {
  test('that it goes on is not repeated when it has ended', async () => {
    const id = await newWorks();
    expect(await hastily(() => asked(id, 'goes-on'))).toMatchObject(goesOn);
    const again = asked(id, 'goes-on');
    await awaitedBy(1, id);
    await piaxi.finish(id, { product });
    expect(await again).toMatchObject(success('视频合成成功'));
  });

  test('nor that another one is under way', async () => {
    const id = await newWorks();
    await submit(id);
    expect(await asked(id, 'another', { denoise: true })).toMatchObject(rendering);
    await piaxi.finish(id, { product });
    const again = asked(id, 'another', { denoise: true });
    await opened(id);
    await piaxi.finish(id, { product });
    expect(await again).toMatchObject(success('视频合成成功'));
  });
});

describe.each([
  ['POST /works/{works_id}', render],
  ['POST /works/{works_id}/dubbing', submit],
])('%s refuses', (_name, ask) => {
  test.each([
    ['a flag that is none', { use_original_subtitle: 'maybe' }],
    ['a flag of 2', { use_original_subtitle: 2 }],
    ['a list of flags', { use_original_subtitle: [true] }],
    ['a dialogue that is none', { use_original_dialogue: 'x' }],
    ['a denoise that is none', { denoise: {} }],
    ['a burn that is none', { burn_subtitle: 'x' }],
    ['music zero', { bgm_id: 0 }],
    ['negative music', { bgm_id: -5 }],
    ['a word for music', { bgm_id: 'five' }],
    ['an empty text', { bgm_id: '' }],
    ['a fraction', { bgm_id: 0.5 }],
    ['too large a number', { bgm_id: 2_147_483_648 }],
    ['a list', { bgm_id: [1] }],
    ['a trailing comma', '{"use_original_subtitle": false, "bgm_id": 5,}'],
    ['JSON that is no object', '[1]'],
  ])('%s', async (_what, given) => {
    expect(await ask(await newWorks(), given)).toMatchObject(badRequest);
  });

  test('music that is not there, or not yet', async () => {
    expect(await ask(await newWorks(), { bgm_id: 999_999 })).toMatchObject(missing.bgm);
    const { id } = await piaxi.bgm({ state: 'INGESTING' });
    expect(await ask(await newWorks(), { bgm_id: id })).toMatchObject(missing.bgm);
  });

  test.each(['0', '-1', 'x', '1.5', '2147483648'])('works %s', async (id) => {
    expect(await ask(id)).toMatchObject(badRequest);
  });

  test('works that are not there, and somebody else’s', async () => {
    expect(await ask(999_999)).toMatchObject(missing.works);
    expect(await ask(await newWorks(), {}, ben)).toMatchObject(missing.works);
  });

  test('nobody', async () => {
    const id = await newWorks();
    const endpoint = ask === render ? `POST /piaxi/api/works/${id}` : `POST /piaxi/api/works/${id}/dubbing`;
    expect(await piaxi.call(undefined, endpoint, {})).toMatchObject(loginRequired);
  });
});

describe('the later revision', () => {
  test('takes a task and tells how far it is', async () => {
    const [id, bgm] = [await newWorks(), await piaxi.bgm()];
    expect(await submit(id, { bgm_id: bgm.id })).toMatchObject(success('配音任务提交成功'));
    expect(await progress(id)).toMatchObject({
      body: {
        data: { tasks: [{ type: 'dub', state: 'ready', msg: '等待合成', created_at: expect.any(String) as string }] },
      },
    });
    const [task] = await tasksOf(id);
    await piaxi.records.recordDubbingStage({ worksId: id, run: task?.run ?? '', stage: 'PREPARING' });
    expect(await progress(id)).toMatchObject({ body: { data: { tasks: [{ state: 'running' }] } } });
    await piaxi.finish(id, { reason: '录音已损坏' });
    await submit(id);
    await piaxi.finish(id, { product });
    expect(await progress(id)).toMatchObject({
      body: { data: { tasks: [{ state: 'finished' }, { state: 'failed', msg: '合成失败：录音已损坏' }] } },
    });
  });

  test('has no tasks before the first', async () => {
    expect(await progress(await newWorks())).toMatchObject(success('获取任务进度成功', { tasks: [] }));
  });

  test('stops a run, and says when there is none', async () => {
    const id = await newWorks();
    const halt = () => piaxi.call(ann, `DELETE /piaxi/api/works/${id}/dubbing`);
    expect(await halt()).toMatchObject(refusal(409, 'CONFLICT', '没有正在进行的合成'));
    await submit(id);
    piaxi.flows.answer(dubbingOf(id), stop, () => undefined);
    expect(await halt()).toMatchObject(success('已取消合成'));
    expect(piaxi.flows.told.at(-1)).toMatchObject({ id: dubbingOf(id), name: 'stop' });
    expect(await piaxi.call(ben, `DELETE /piaxi/api/works/${id}/dubbing`)).toMatchObject(missing.works);
  });

  test.each(['GET /piaxi/api/works/1/progress', 'DELETE /piaxi/api/works/1/dubbing', 'GET /piaxi/api/works/1'])(
    '%s asks for a login, and hides what is somebody else’s',
    async (endpoint) => {
      const id = await newWorks();
      const own = endpoint.replace('/works/1', `/works/${id}`);
      expect(await piaxi.call(undefined, own)).toMatchObject(loginRequired);
      expect(await piaxi.call(ben, own)).toMatchObject(missing.works);
    },
  );
});

test('nothing of this was a fault', () => expect(piaxi.faults).toEqual([]));
