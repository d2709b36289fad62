import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createWorkRecords } from '#activities/business/works.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { vouch } from '#domain/shared/vouching.ts';
import type { SongFacts } from '#domain/songs/song.plan.ts';
import { subjectOf, type Submission, type WorkFields } from '#domain/works/submission.plan.ts';
import { Work } from '#domain/works/work.entity.ts';
import { asActivity } from '#tests/kit/activity.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let vfine: Vfine;
let musician: User;
let records: ReturnType<typeof createWorkRecords>;
beforeAll(async () => {
  vfine = await buildVfine();
  musician = await vfine.buildMusician();
  records = createWorkRecords({ ...vfine.ports, orm: vfine.orm });
});
afterAll(() => vfine.close());

const fields: WorkFields = {
  name: '夜',
  path: 'a.mp3',
  desc: '',
  avatar: '',
  tags: [],
  categories: [],
  lengthSeconds: 0,
  essenceStart: 1.5,
  essenceEnd: 0,
  sizeBytes: 0,
  type: '',
  canSell: true,
  sealedOwner: '',
};
const facts: SongFacts = {
  durationMs: 185_400,
  format: 'mp3',
  loudnessLufs: -14,
  truePeakDbtp: -1,
  fingerprint: 'AAAA',
  peaksKey: 'p',
  previewKey: 'v',
  watermarkKey: 'w',
};

const submissionOf = (content: Submission['content'], workId: string = randomUUID()): Submission => ({
  workId,
  submissionId: randomUUID(),
  userUuid: musician.uuid,
  requestId: 'r',
  content,
});
const row = (id: string) => vfine.em().findOneOrFail(Work, id);
const acts = async (id: string) => {
  const found = await vfine.em().find(Audit, { subject: `work:${id}` }, { orderBy: { id: 'asc' } });
  return found.map(({ action }) => action);
};
const run = (workflowId = 'works-review:x', runId: string = randomUUID()) =>
  asActivity({ workflowExecution: { workflowId, runId } });

test('a work that is handed in twice by one submission is one work, and its song is answered both times', async () => {
  const path = await vfine.putUpload(musician);
  const submission = submissionOf({ isNew: true, fields: { ...fields, path } });
  for (let twice = 0; twice < 2; twice++)
    expect(await records.recordSubmission(submission)).toEqual({ key: path, essenceStartMs: 1500 });
  expect(await acts(submission.workId)).toEqual(['work.submit']);
});

test('a change names its musician with the proof of our endpoint only', async () => {
  const { id } = await vfine.buildWork({ producer: musician });
  const typed = { ...submissionOf({ isNew: false, fields: { name: 'typed' } }, id), by: 'lee' };
  const sent = submissionOf({ isNew: false, fields: { name: 'sent' } }, id);
  const by = musician.uuid;
  const proof = vouch(vfine.ports.secrets, subjectOf(sent), 'edit', by);
  for (const one of [typed, { ...sent, by, proof }, { ...submissionOf(sent.content, id), by, proof }])
    await records.recordSubmission(one);
  const found = await vfine.em().find(Audit, { subject: `work:${id}` }, { orderBy: { id: 'asc' } });
  expect(found.map(({ actor }) => actor)).toEqual(['temporal-ui:lee', by, `temporal-ui:${by}`]);
});

test('a change that is written again when another came after it does not come back', async () => {
  const { id } = await vfine.buildWork({ producer: musician });
  const first = submissionOf({ isNew: false, fields: { name: 'first' } }, id);
  await records.recordSubmission(first);
  await records.recordSubmission(submissionOf({ isNew: false, fields: { name: 'second' } }, id));
  await records.recordSubmission(first);
  expect((await row(id)).name).toBe('second');
  expect(await acts(id)).toEqual(['work.edit', 'work.edit']);
});

test.each([
  ['ONLINE', 'ONLINE'],
  ['OFFLINE', 'ONLINE'],
  ['UNSUBMIT', 'UNSUBMIT'],
  ['DELETE', 'DELETE'],
] as const)(
  'a change that is written again when its review is over, %s by now, answers its end',
  async (status, reviewed) => {
    const { id } = await vfine.buildWork({ producer: musician });
    const change = submissionOf({ isNew: false, fields: { name: 'changed' } }, id);
    await records.recordSubmission(change);
    await vfine.em().nativeUpdate(Work, { id }, { status });
    expect(await records.recordSubmission(change)).toEqual({ reviewed });
  },
);

test('a song that was heard is known when it is handed in again, with the work that it sounds like', async () => {
  const path = await vfine.putUpload(musician);
  const match = { workId: randomUUID(), similarity: 0.93 };
  const again = async (fingerprintMatch: typeof match | null) => {
    const { id } = await vfine.buildWork({ producer: musician, status: 'UNSUBMIT', path, fingerprintMatch });
    return records.recordSubmission(submissionOf({ isNew: false, fields: { name: 'again' } }, id));
  };
  expect(await again(match)).toEqual({ match });
  expect(await again(null)).toBe('known');
});

test.each([
  ['somebody else’s work', async () => (await vfine.buildWork({ producer: await vfine.buildMusician() })).id],
  ['a deleted work', async () => (await vfine.buildWork({ producer: musician, status: 'DELETE' })).id],
  ['no work', async () => randomUUID()],
])('%s is not changed', async (_what, idOf) => {
  const change = submissionOf({ isNew: false, fields: { name: 'mine' } }, await idOf());
  await expect(records.recordSubmission(change)).rejects.toMatchObject({ code: 'unknown_work' });
});

test('a song that lies where everybody may read is not taken', async () => {
  const path = await vfine.putUpload(musician, 'music', 'pics');
  const submission = submissionOf({ isNew: true, fields: { ...fields, path } });
  await expect(records.recordSubmission(submission)).rejects.toMatchObject({ code: 'invalid_value' });
});

test('a visitor hands in nothing', async () => {
  const visitor = await vfine.buildUser();
  const submission = { ...submissionOf({ isNew: true, fields }), userUuid: visitor.uuid };
  await expect(records.recordSubmission(submission)).rejects.toMatchObject({ code: 'wrong_role' });
});

test('a review ends once, whatever arrives after its end', async () => {
  const { id: workId } = await vfine.buildWork({ producer: musician, status: 'WAITING' });
  const within = run();
  const end = (event: 'approve' | 'fail', remark?: string) =>
    within.run(() => records.recordReviewEnd({ workId, event, ...(remark && { remark }), by: 'lee', requestId: 'r' }));
  await end('approve');
  await end('approve');
  await end('fail', 'too late');
  expect(await row(workId)).toMatchObject({ status: 'ONLINE', remarks: '' });
  expect(await acts(workId)).toEqual(['work.approve']);
});

test.each([
  ['waits', async () => (await vfine.buildWork({ producer: musician, status: 'WAITING' })).id, undefined],
  ['is deleted', async () => (await vfine.buildWork({ producer: musician, status: 'DELETE' })).id, 'DELETE'],
  ['is gone with its musician', async () => randomUUID(), 'DELETE'],
])('the end of the review of a work that %s answers what was written', async (_what, idOf, written) => {
  const workId = await idOf();
  expect(await run().run(() => records.recordReviewEnd({ workId, event: 'approve', by: 'lee' }))).toBe(written);
});

test('an end of a run that is written again does not end the review after it', async () => {
  const { id: workId } = await vfine.buildWork({ producer: musician, status: 'WAITING' });
  const within = run();
  const end = () => within.run(() => records.recordReviewEnd({ workId, event: 'refuse', by: 'lee' }));
  await end();
  await records.recordSubmission(submissionOf({ isNew: false, fields: { name: 'again' } }, workId));
  await end();
  expect((await row(workId)).status).toBe('WAITING');
  await run().run(() => records.recordReviewEnd({ workId, event: 'approve', by: 'lee' }));
  expect((await row(workId)).status).toBe('ONLINE');
});

test.each([
  ['approve', { by: 'lee', requestId: 'r' }, 'temporal-ui:lee'],
  ['refuse', {}, 'temporal-ui'],
  ['withdraw', {}, 'temporal-ui'],
  ['remove', { requestId: 'r' }, 'temporal-ui'],
  ['expire', {}, 'deadline'],
  ['reject', {}, 'song-ingest'],
] as const)('an end by %s with %o is recorded as of %s', async (event, said, actor) => {
  const { id: workId } = await vfine.buildWork({ producer: musician, status: 'WAITING' });
  await run().run(() => records.recordReviewEnd({ workId, event, ...said }));
  expect(await vfine.em().findOneOrFail(Audit, { subject: `work:${workId}` })).toMatchObject({ actor });
});

test.each(['fail', 'withdraw', 'remove'] as const)(
  '%s at our endpoint is recorded as of whoever asked',
  async (event) => {
    const { id: workId } = await vfine.buildWork({ producer: musician, status: 'WAITING' });
    const proof = vouch(vfine.ports.secrets, `work:${workId}:0`, event, 'lee');
    await run().run(() => records.recordReviewEnd({ workId, event, by: 'lee', requestId: 'r', proof }));
    expect(await vfine.em().findOneOrFail(Audit, { subject: `work:${workId}` })).toMatchObject({ actor: 'lee' });
  },
);

test('a proof of one verdict says nothing of what is handed in later', async () => {
  const { id: workId } = await vfine.buildWork({ producer: musician, status: 'WAITING' });
  const proof = vouch(vfine.ports.secrets, (await row(workId)).matter(), 'refuse', 'lee');
  const refuse = () => run().run(() => records.recordReviewEnd({ workId, event: 'refuse', by: 'lee', proof }));
  await refuse();
  await records.recordSubmission(submissionOf({ isNew: false, fields: { name: 'again' } }, workId));
  await refuse();
  const acts = await vfine.em().find(Audit, { subject: `work:${workId}`, action: 'work.refuse' });
  expect(acts).toMatchObject([{ actor: 'lee' }, { actor: 'temporal-ui:lee' }]);
});

test('what a song is heard to be counts, and only for the work that still has it', async () => {
  const { id: workId, path: key } = await vfine.buildWork({ producer: musician, status: 'WAITING', ingest: 'WAITING' });
  const match = { workId: randomUUID(), similarity: 0.9 };
  for (let twice = 0; twice < 2; twice++) await records.recordSong({ workId, key, facts, match });
  expect(await row(workId)).toMatchObject({
    ingest: 'DONE',
    lengthSeconds: 185,
    durationMs: 185_400,
    loudnessLufs: -14,
    previewKey: 'v',
    watermarkKey: 'w',
    peaksKey: 'p',
    fingerprintMatch: match,
  });
  await records.recordUnheard({ workId, key: 'songs/another.mp3' });
  await records.recordSong({ workId, key: 'songs/another.mp3', facts: { ...facts, durationMs: 1 }, match: null });
  expect(await row(workId)).toMatchObject({ ingest: 'DONE', durationMs: 185_400 });
});

test('what a worker that was given up writes of a song changes nothing that was heard since', async () => {
  const work = { producer: musician, status: 'WAITING', ingest: 'WAITING', essenceStart: 1 } as const;
  const { id: workId, path: key } = await vfine.buildWork({ ...work, previewKey: null });
  const first = { workId, key, essenceStartMs: 0, facts: { ...facts, previewKey: 'from the beginning' }, match: null };
  await records.recordSong(first);
  expect(await row(workId)).toMatchObject({ ingest: 'WAITING', previewKey: null });
  await records.recordSong({ ...first, essenceStartMs: 1000, facts });
  await records.recordSong(first);
  await records.recordUnheard({ workId, key, essenceStartMs: 1000 });
  expect(await row(workId)).toMatchObject({ ingest: 'DONE', previewKey: 'v' });
});

test('a song that could not be heard is known as such', async () => {
  const { id: workId, path: key } = await vfine.buildWork({ producer: musician, status: 'WAITING', ingest: 'WAITING' });
  await records.recordUnheard({ workId, key, essenceStartMs: 1 });
  expect((await row(workId)).ingest).toBe('WAITING');
  for (let twice = 0; twice < 2; twice++) await records.recordUnheard({ workId, key, essenceStartMs: 0 });
  expect((await row(workId)).ingest).toBe('FAILED');
});
