import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { askOrBegin } from '#api/kernel/flows.ts';
import { createFlows } from '#adapters/temporal/flows.ts';
import { castApplicant } from '#tests/kit/applicant.ts';
import { startRealStories, type RealStories } from '#tests/kit/real-stories.ts';
import { contactVerification } from '#workflows/contact-verification/contract.ts';
import { musicianVerification, review } from '#workflows/musician-verification/contract.ts';

// A request under a key that is tried again: its first try has died after it had asked for something.
let stories: RealStories;
beforeAll(async () => void (stories = await startRealStories()), 120_000);
afterAll(() => stories.close());

const approve = { verdict: 'approve' };

/** The first try of one request, and those after it. */
function tries() {
  const by = { name: randomUUID(), firstAskedAt: new Date() };
  const of = (isRetry: boolean) =>
    createFlows(stories.client, 'request', { by: { ...by, isRetry }, patience: 100_000 });
  return { first: of(false), second: of(true), third: of(true), fourth: of(true) };
}

/** How many runs a process has had, when the list knows of at least so many. */
async function runsOf(workflowId: string, least: number): Promise<number> {
  const count = async () => (await stories.client.workflow.count(`WorkflowId = '${workflowId}'`)).count;
  await stories.until(async () => (await count()) >= least);
  return count();
}

describe('a process begun under a key', () => {
  test('is found again while it is open', async () => {
    const story = castApplicant(stories);
    const { first, second } = tries();
    await story.play(async () => {
      await first.begin(musicianVerification, story.application);
      await second.begin(musicianVerification, story.application);
      await stories.flows.update(story.id, review, approve);
      await story.result();
    });
    expect(await runsOf(story.id, 1)).toBe(1);
  });

  test('is found again after its end, and after another one has begun under its name', async () => {
    const story = castApplicant(stories);
    const { first, second } = tries();
    await story.play(async () => {
      await first.begin(musicianVerification, story.application);
      await stories.flows.update(story.id, review, { verdict: 'refuse' });
      await story.result();
      await second.begin(musicianVerification, story.application);
      expect(await runsOf(story.id, 1)).toBe(1);

      await stories.flows.begin(musicianVerification, { ...story.application, verificationId: randomUUID() });
      await runsOf(story.id, 2);
      await second.begin(musicianVerification, story.application);
      expect(await runsOf(story.id, 2)).toBe(2);
      await stories.flows.update(story.id, review, approve);
      await story.result();
    });
  });

  test('of somebody else is refused', async () => {
    const story = castApplicant(stories);
    const { second } = tries();
    await story.play(async () => {
      await stories.flows.begin(musicianVerification, story.application);
      await expect(second.begin(musicianVerification, story.application)).rejects.toMatchObject({
        code: 'already_running',
      });
      await stories.flows.update(story.id, review, approve);
      await story.result();
    });
  });
});

describe('a process begun under a key that could not open for the moment', () => {
  test('is begun anew by the next try, and joined by those after it', async () => {
    const request = { codeId: randomUUID(), realm: 'vfine', contact: { phone: '+8613900000000' } } as const;
    const { first, second, third, fourth } = tries();
    const refusal = ApplicationFailure.nonRetryable('down', 'gateway_refused', 'unavailable');
    let gateway = async (): Promise<void> => Promise.reject(refusal);
    const business = { recordCode: async () => undefined, recordDelivery: async () => undefined };
    await stories.tell({ business, io: { sendCode: () => gateway() } }, async () => {
      const passing = { kind: 'unavailable', code: 'upstream_error' };
      await expect(first.begin(contactVerification, request)).rejects.toMatchObject(passing);
      await expect(second.begin(contactVerification, request)).rejects.toMatchObject(passing);
      await runsOf(contactVerification.id(request), 2);
      gateway = async () => undefined;
      await third.begin(contactVerification, request);
      await fourth.begin(contactVerification, request);
    });
    expect(await runsOf(contactVerification.id(request), 3)).toBe(3);
  });
});

describe('a request to a process under a key', () => {
  test('that had to begin it anew is put to the run that its first try has begun', async () => {
    const story = castApplicant(stories);
    await story.play(async () => {
      await stories.flows.begin(musicianVerification, story.application);
      await stories.flows.update(story.id, review, { verdict: 'refuse' });
      await story.result();

      const { first, second } = tries();
      const again = { ...story.application, verificationId: randomUUID() };
      await expect(first.update(story.id, review, approve)).rejects.toMatchObject({ code: 'not_running' });
      await first.begin(musicianVerification, again); // and here the first try has died
      const asked = askOrBegin(second, musicianVerification, again, (id) => second.update(id, review, approve));
      expect(await asked).toBe('APPROVED');
      await story.result();
    });
    expect(await runsOf(story.id, 2)).toBe(2);
    expect(story.outcomes).toHaveLength(2);
  });

  test('is answered again, also after the end, and never put to the next run', async () => {
    const story = castApplicant(stories);
    await story.play(async () => {
      await stories.flows.begin(musicianVerification, story.application);
      const { first, second, third } = tries();
      expect(await first.update(story.id, review, { verdict: 'refuse' })).toBe('REFUSED');
      await story.result();
      expect(await second.update(story.id, review, { verdict: 'refuse' })).toBe('REFUSED');

      await stories.flows.begin(musicianVerification, { ...story.application, verificationId: randomUUID() });
      await runsOf(story.id, 2);
      expect(await third.update(story.id, review, { verdict: 'refuse' })).toBe('REFUSED');
      expect(await story.standing()).toMatchObject({ state: 'PENDING' });
      await stories.flows.update(story.id, review, approve);
      await story.result();
    });
    expect(story.outcomes).toHaveLength(2);
  });

  test('that was to come again later is asked anew by the next try, and once', async () => {
    const story = castApplicant(stories);
    const recorded = Promise.withResolvers<void>();
    const business = { ...story.records, recordApplication: () => recorded.promise };
    await stories.tell({ business, io: story.pictures }, async () => {
      const begun = stories.flows.begin(musicianVerification, story.application);
      const { first, second, third, fourth } = tries();
      const busy = { kind: 'unavailable', code: 'busy' };
      await stories.until(() => stories.flows.isRunning(story.id));
      await expect(first.update(story.id, review, approve)).rejects.toMatchObject(busy);
      await expect(second.update(story.id, review, approve)).rejects.toMatchObject(busy);
      recorded.resolve();
      await begun;
      expect(await third.update(story.id, review, approve)).toBe('APPROVED');
      await story.result();
      expect(await fourth.update(story.id, review, approve)).toBe('APPROVED');
    });
    expect(story.outcomes).toHaveLength(1);
  });
});
