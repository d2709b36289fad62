import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { castApplicant } from '#tests/kit/applicant.ts';
import { refused, startStories, type Stories } from '#tests/kit/story.ts';

let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());
const cast = () => castApplicant(stories);

describe('a verdict', () => {
  test('by update approves, records who, and tells the applicant', async () => {
    const story = cast();
    const { verificationId, userUuid } = story.application;
    await story.play(async () => {
      await story.begin();
      const answer = await story.review({ verdict: 'approve', remark: 'good', by: 'lee', requestId: 'r' });
      expect(answer).toBe('APPROVED');
      expect(await story.result()).toBe('APPROVED');
    });
    await stories.keep(story.id, 'musician-verification.happy');
    expect(story.outcomes).toEqual([{ verificationId, event: 'approve', remark: 'good', by: 'lee', requestId: 'r' }]);
    expect(story.messages).toEqual([
      { eventKey: `verification:${verificationId}`, userUuid, key: 'SUCCESS_TO_MUSICIAN', remark: 'good' },
    ]);
  });

  test('by update is answered when the applicant has been told', async () => {
    const story = cast();
    await story.play(async () => {
      await story.begin();
      await story.review({ verdict: 'refuse' });
      expect(story.messages).toMatchObject([{ key: 'FAIL_TO_MUSICIAN' }]);
      expect(await story.result()).toBe('REFUSED');
    });
  });

  test('by signal decides as well', async () => {
    const story = cast();
    await story.play(async () => {
      await story.begin();
      await story.decide({ verdict: 'refuse', remark: 'unreadable', by: null });
      expect(await story.result()).toBe('REFUSED');
    });
    await stories.keep(story.id, 'musician-verification.refused');
    expect(story.outcomes).toMatchObject([{ event: 'refuse', remark: 'unreadable' }]);
    expect(story.messages).toMatchObject([{ key: 'FAIL_TO_MUSICIAN', remark: 'unreadable' }]);
  });

  test('cannot be given twice while it is still being recorded', async () => {
    const story = cast();
    const { recordOutcome } = story.records;
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    story.records.recordOutcome = async (outcome) => {
      await recordOutcome(outcome);
      await held;
    };
    await story.play(async () => {
      await story.begin();
      await story.decide({ verdict: 'approve' });
      await stories.until(() => story.outcomes.length === 1);
      await expect(story.review({ verdict: 'refuse' })).rejects.toEqual(refused('action_already_done'));
      await expect(story.withdraw()).rejects.toEqual(refused('action_already_done'));
      await story.decide({ verdict: 'refuse' });
      await story.decide('late nonsense');
      release();
      expect(await story.result()).toBe('APPROVED');
      expect(await story.standing()).toMatchObject({ state: 'APPROVED', ignored: [] });
    });
    expect(story.outcomes).toHaveLength(1);
  });

  test('finds nobody after the end', async () => {
    const story = cast();
    await story.play(async () => {
      await story.begin();
      await story.review({ verdict: 'approve' });
      await story.result();
      await expect(story.review({ verdict: 'approve' })).rejects.toEqual(refused('not_running'));
      await expect(story.decide({ verdict: 'approve' })).rejects.toEqual(refused('not_running'));
    });
  });

  test('is recorded and told in spite of a database that comes and goes', async () => {
    const story = cast();
    let failures = 4;
    const flaky =
      <A extends unknown[]>(record: (...args: A) => Promise<void>) =>
      async (...args: A): Promise<void> => {
        if (failures-- > 0) throw new Error('connection lost');
        await record(...args);
      };
    Object.assign(story.records, {
      recordOutcome: flaky(story.records.recordOutcome),
      recordMessage: flaky(story.records.recordMessage),
    });
    await story.play(async () => {
      await story.begin();
      await story.decide({ verdict: 'approve' });
      expect(await story.result()).toBe('APPROVED');
    });
    expect([story.outcomes.length, story.messages.length]).toEqual([1, 1]);
  });
});
