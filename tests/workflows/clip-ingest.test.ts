import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Intake } from '#domain/dubbing/ingest.plan.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { dubbingCrew } from '#tests/kit/dubbing-crew.ts';
import { startRealStories, type RealStories } from '#tests/kit/real-stories.ts';
import { clipIngest } from '#workflows/clip-ingest/contract.ts';

let stories: RealStories;
beforeAll(async () => void (stories = await startRealStories()), 120_000);
afterAll(() => stories.close());

const clip: Intake = { kind: 'clip', ticket: 't1', name: '无间道', source: 's', lines: [], roles: [] };
const music: Intake = { kind: 'music', ticket: 't2', name: '天台', source: 's' };
const take = async (intake: Intake) => {
  await stories.flows.begin(clipIngest, intake);
  return stories.client.workflow.getHandle(clipIngest.id(intake)).result() as Promise<number>;
};

test('a clip is shown when its files are there, and its intake goes', async () => {
  const { notes, queues } = dubbingCrew();
  await stories.tell(queues(), async () => {
    expect(await take(clip)).toBe(7);
    await stories.keep('clip-ingest:t1', 'clip-ingest.happy');
  });
  expect(notes).toEqual(['CLIP', 'ingest clip 7 with 1 faces', 'CLIP READY', 'remove intake']);
});

test('music likewise', async () => {
  const { notes, queues } = dubbingCrew();
  await stories.tell(queues(), async () => expect(await take(music)).toBe(3));
  expect(notes).toEqual(['MUSIC', 'ingest music 3', 'MUSIC READY', 'remove intake']);
});

test('what cannot be taken in is never shown', async () => {
  const { notes, media, queues } = dubbingCrew();
  media.ingestClip = () => Promise.reject(new DomainError('invalid', 'bad_clip', 'no picture'));
  await stories.tell(queues(), async () => {
    await expect(take({ ...clip, ticket: 't3' })).rejects.toMatchObject({ cause: { cause: { type: 'bad_clip' } } });
    await stories.keep('clip-ingest:t3', 'clip-ingest.failed');
    expect(await stories.detailsOf('clip-ingest:t3')).toContain('no picture');
  });
  expect(notes).toEqual(['CLIP', 'NOT TAKEN IN', 'remove intake']);
});
