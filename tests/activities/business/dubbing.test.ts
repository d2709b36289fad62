import { createIntakeRecords } from '#activities/business/intake.ts';
import { plainRequest } from '#domain/dubbing/dubbing-request.plan.ts';
import { Bgm } from '#domain/dubbing/bgm.entity.ts';
import { Recording } from '#domain/dubbing/recording.entity.ts';
import { DubbingTask } from '#domain/dubbing/task.entity.ts';
import { Video } from '#domain/dubbing/video.entity.ts';
import { Works } from '#domain/dubbing/works.entity.ts';
import { buildPiaxi, product, type Piaxi } from '#tests/kit/piaxi.ts';

let piaxi: Piaxi;
beforeAll(async () => void (piaxi = await buildPiaxi()));
afterAll(() => piaxi.close());

const lines = [{ startMs: 0, endMs: 1000, text: '原' }];
const newWorks = async () => piaxi.works(await piaxi.dubber(), await piaxi.video({ lines, roles: ['陈永仁'] }));
const taskOf = (run: string) => piaxi.em().findOneOrFail(DubbingTask, { run });

describe('a run of a works', () => {
  test('is recorded once however often its activities run', async () => {
    const spoken = { worksId: (await newWorks()).id, run: 'r1' };
    const { records } = piaxi;
    for (let i = 0; i < 2; i++) await records.recordDubbingQueued({ ...spoken, request: plainRequest });
    for (let i = 0; i < 2; i++) await records.recordDubbingStage({ ...spoken, stage: 'PREPARING' });
    for (let i = 0; i < 2; i++) await records.recordDubbingStage({ ...spoken, stage: 'MIXING' });
    for (let i = 0; i < 2; i++) await records.recordDubbed({ ...spoken, product });
    await records.recordNotDubbed({ ...spoken, reason: 'late' });
    expect(await piaxi.em().find(DubbingTask, { works: spoken.worksId })).toMatchObject([{ state: 'FINISHED' }]);
    expect(await piaxi.em().findOneOrFail(Works, spoken.worksId)).toMatchObject({ product });
  });

  test('takes over from one that ended without a word, which then records nothing', async () => {
    const { id: worksId } = await newWorks();
    const { records } = piaxi;
    await records.recordDubbingQueued({ worksId, run: 'old', request: plainRequest });
    await records.recordDubbingQueued({ worksId, run: 'new', request: plainRequest });
    expect(await taskOf('old')).toMatchObject({ state: 'FAILED', error: '任务中断' });
    const late = { worksId, run: 'old' };
    await expect(records.recordDubbingStage({ ...late, stage: 'PREPARING' })).rejects.toMatchObject({
      code: 'overtaken',
    });
    await expect(records.recordDubbed({ ...late, product })).rejects.toMatchObject({ code: 'overtaken' });
    expect(await piaxi.em().findOneOrFail(Works, worksId)).toMatchObject({ product: null });
  });

  test('keeps a reason that the database can hold', async () => {
    const spoken = { worksId: (await newWorks()).id, run: 'r-reason' };
    await piaxi.records.recordDubbingQueued({ ...spoken, request: plainRequest });
    await piaxi.records.recordNotDubbed({ ...spoken, reason: `\0${'x'.repeat(600)}` });
    expect((await taskOf('r-reason')).error).toBe('x'.repeat(500));
  });

  test('of a works that is deleted meanwhile ends without a record, and is told', async () => {
    const spoken = { worksId: (await newWorks()).id, run: 'r-gone' };
    const { records } = piaxi;
    await records.recordDubbingQueued({ ...spoken, request: plainRequest });
    expect(await records.recordNotDubbed({ ...spoken, run: 'another' })).toEqual({ isGone: false });
    for (let i = 0; i < 2; i++) await piaxi.ends.recordWorksDeleted(spoken);
    expect(await piaxi.em().count(DubbingTask, { run: 'r-gone' })).toBe(0);
    await expect(records.recordDubbed({ ...spoken, product })).rejects.toMatchObject({ code: 'no_such_works' });
    expect(await records.recordNotDubbed(spoken)).toEqual({ isGone: true });
  });

  test('refuses music that is not there', async () => {
    const spoken = { worksId: (await newWorks()).id, run: 'r-bgm' };
    await expect(
      piaxi.records.recordDubbingQueued({ ...spoken, request: { ...plainRequest, bgmId: 999 } }),
    ).rejects.toMatchObject({ code: 'no_such_bgm' });
  });
});

const longAgo = (days: number) => ({ updatedAt: new Date(Date.now() - days * 24 * 3600_000) });

describe('a works that nobody touched', () => {
  test.each([
    ['for eight days', longAgo(8), true],
    ['for six days', longAgo(6), false],
    ['but that has a product', { ...longAgo(80), product }, false],
  ])('%s', async (_name, fields, isStale) => {
    const { id } = await newWorks();
    await piaxi.em().nativeUpdate(Works, { id }, fields);
    const { ends } = piaxi;
    expect((await ends.findStaleWorks({ limit: 100 })).includes(id)).toBe(isStale);
    for (let i = 0; i < 2; i++) expect(await ends.recordWorksExpired({ worksIds: [id] })).toEqual(isStale ? [id] : []);
    expect(await piaxi.em().count(Works, { id })).toBe(isStale ? 0 : 1);
  });

  test('is touched by a run', async () => {
    const { id: worksId } = await newWorks();
    await piaxi.em().nativeUpdate(Works, { id: worksId }, longAgo(8));
    await piaxi.records.recordDubbingQueued({ worksId, run: 'r-touch', request: plainRequest });
    expect(await piaxi.ends.recordWorksExpired({ worksIds: [worksId] })).toEqual([]);
  });
});

let runs = 0;
async function planOf(worksId: number, request = plainRequest) {
  const run = `plan-${runs++}`;
  await piaxi.records.recordDubbingQueued({ worksId, run, request });
  return piaxi.records.planMix({ worksId, run });
}

describe('the plan', () => {
  test('of nothing is the picture alone', async () => {
    const works = await newWorks();
    expect(await planOf(works.id)).toEqual({
      video: {
        silent: `piaxi/videos/${works.video.id}/silent.mp4`,
        original: `piaxi/videos/${works.video.id}/original.mp4`,
      },
      durationMs: 10_000,
      voices: [],
      lines: [],
      bgm: null,
      dialogue: 'removed',
      denoise: false,
      burnSubtitle: false,
      loudness: { lufs: -16, ceilingDb: -1.5 },
    });
  });

  test('places recordings, and takes the subtitle and the sound that were asked for', async () => {
    const [works, bgm] = [await newWorks(), await piaxi.bgm()];
    const em = piaxi.em();
    const role = (await em.findOneOrFail(Video, works.video.id, { populate: ['roles'] })).roles.getItems()[0];
    const common = { works: works.id, format: 'mp3', durationMs: 1, size: 1 };
    em.create(Recording, { ...common, role, startMs: 500, place: 'a', file: 'a.mp3' } as never);
    em.create(Recording, { ...common, role: null, startMs: 0, place: 'whole', file: 'w.mp3' } as never);
    await em.flush();
    await em.nativeUpdate(Works, { id: works.id }, { lines: [{ startMs: 1, endMs: 2, text: '自' }] });
    const folder = `piaxi/works/${works.id}/recordings`;
    expect(await planOf(works.id, { ...plainRequest, bgmId: bgm.id, denoise: true })).toMatchObject({
      voices: [
        { key: `${folder}/w.mp3`, startMs: 0 },
        { key: `${folder}/a.mp3`, startMs: 500, roleId: role?.id },
      ],
      lines: [{ text: '自' }],
      bgm: { key: `piaxi/bgms/${bgm.id}/bgm.mp3` },
      denoise: true,
    });
    const other = { ...plainRequest, useOriginalSubtitle: true, useOriginalDialogue: true, burnSubtitle: true };
    expect(await planOf(works.id, other)).toMatchObject({ lines, dialogue: 'ducked', burnSubtitle: true, bgm: null });
  });
});

describe('an intake', () => {
  const facts = { durationMs: 4000, lufs: -20, peakDb: -3, peaks: [], width: 16, height: 16, fps: 25 };
  const intake = {
    ticket: 'clip-1',
    name: '无间道',
    source: 's',
    roles: [
      { name: '陈永仁', picture: null },
      { name: '刘健明', picture: 'p' },
    ],
    lines: [
      { startMs: 1000, endMs: 3000, text: '陈永仁：我想做个好人' },
      { startMs: 3500, endMs: 9000, text: '刘健明：好啊' },
      { startMs: 5000, endMs: 9000, text: '之后' },
    ],
  };

  test('of a clip is one video with its cast, however often its activities run', async () => {
    const records = createIntakeRecords(piaxi);
    const [first, second] = [await records.recordClip(intake), await records.recordClip(intake)];
    expect(second).toEqual(first);
    expect(first.faces).toMatchObject([
      { picture: null, atMs: 2000 },
      { picture: 'p', atMs: 6250 },
    ]);
    for (let i = 0; i < 2; i++) await records.recordClipReady({ ticket: 'clip-1', facts });
    await records.recordNotTakenIn({ ticket: 'clip-1' });
    expect(await piaxi.em().findOneOrFail(Video, first.id)).toMatchObject({
      state: 'READY',
      durationMs: 4000,
      lines: [
        { startMs: 1000, endMs: 3000, text: '我想做个好人', roleId: first.faces[0]?.roleId },
        { startMs: 3500, endMs: 4000, text: '好啊', roleId: first.faces[1]?.roleId },
      ],
    });
  });

  test('of music likewise; what was not taken in is never shown', async () => {
    const records = createIntakeRecords(piaxi);
    const { id } = await records.recordMusic({ ticket: 'm1', name: '天台', source: 's' });
    expect(await records.recordMusic({ ticket: 'm1', name: '天台', source: 's' })).toEqual({ id });
    for (let i = 0; i < 2; i++) await records.recordMusicReady({ ticket: 'm1', facts });
    const { id: bad } = await records.recordMusic({ ticket: 'm2', name: '菜市场', source: 's' });
    await records.recordNotTakenIn({ ticket: 'm2' });
    await records.recordNotTakenIn({ ticket: 'unknown' });
    expect(await piaxi.em().findOneOrFail(Bgm, id)).toMatchObject({ state: 'READY', durationMs: 4000 });
    expect(await piaxi.em().findOneOrFail(Bgm, bad)).toMatchObject({ state: 'FAILED' });
  });

  test('that failed is begun again under its ticket', async () => {
    const records = createIntakeRecords(piaxi);
    const clip = { ...intake, ticket: 'again-clip' };
    const music = { ticket: 'again-music', name: '天台', source: 's' };
    const numbers = async () => [(await records.recordClip(clip)).id, (await records.recordMusic(music)).id];
    const first = await numbers();
    for (const { ticket } of [clip, music]) await records.recordNotTakenIn({ ticket });
    for (let i = 0; i < 2; i++) expect(await numbers()).toEqual(first);
    await records.recordClipReady({ ticket: clip.ticket, facts });
    await records.recordMusicReady({ ticket: music.ticket, facts });
    expect(await piaxi.em().findOneOrFail(Video, { ticket: clip.ticket })).toMatchObject({ state: 'READY' });
    expect(await piaxi.em().findOneOrFail(Bgm, { ticket: music.ticket })).toMatchObject({ state: 'READY' });
  });

  test('with a name that no column holds is refused, not tried for ever', async () => {
    const { recordClip, recordMusic } = createIntakeRecords(piaxi);
    const tooLong = { code: 'name_too_long' };
    const roles = [{ name: 'x'.repeat(33), picture: null }];
    await expect(recordClip({ ...intake, ticket: 'long-role', roles })).rejects.toMatchObject(tooLong);
    await expect(recordClip({ ...intake, ticket: 'long', name: 'x'.repeat(65) })).rejects.toMatchObject(tooLong);
    await expect(recordMusic({ ticket: 'long', name: 'x'.repeat(65), source: 's' })).rejects.toMatchObject(tooLong);
  });
});
