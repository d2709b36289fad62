import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { DomainError } from '#domain/shared/errors.ts';
import { castReset } from '#tests/kit/reset.ts';
import { refused, startStories, type Stories } from '#tests/kit/story.ts';

let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());

const cast = () => castReset(stories);

describe('a reset', () => {
  test('sends a code, waits, and ends with the right one', async () => {
    const story = cast();
    story.verdicts.push('wrong', 'right');
    await story.play(async () => {
      await story.begin();
      expect(story.notes).toEqual(['recorded', 'sent']);
      expect(await stories.detailsOf(story.id)).toContain('0 of 5 tries');
      await expect(story.attempt()).rejects.toEqual(refused('code_wrong'));
      await story.attempt();
      expect(await story.handle.result()).toBe('CHANGED');
      await expect(story.attempt()).rejects.toEqual(refused('not_running'));
    });
    await stories.keep(story.id, 'password-reset.happy');
    expect(story.notes).toEqual(['recorded', 'sent', 'changed']);
  });

  test('is good for ten minutes', async () => {
    const story = cast();
    story.verdicts.push('wrong');
    await story.play(async () => {
      await story.begin();
      await stories.env.sleep('9 minutes');
      await expect(story.attempt()).rejects.toEqual(refused('code_wrong'));
      await stories.env.sleep('2 minutes');
      expect(await story.handle.result()).toBe('EXPIRED');
      await expect(story.attempt()).rejects.toEqual(refused('not_running'));
    });
    await stories.keep(story.id, 'password-reset.expired');
    expect(story.notes.at(-1)).toBe('expire');
  });

  test('is over where another one of the account came first', async () => {
    const story = cast();
    story.verdicts.push('void');
    await story.play(async () => {
      await story.begin();
      await expect(story.attempt()).rejects.toEqual(refused('reset_void'));
      expect(await story.handle.result()).toBe('SUPERSEDED');
    });
    await stories.keep(story.id, 'password-reset.superseded');
  });

  test('that is refused sends nothing', async () => {
    const story = cast();
    story.records.recordReset = async () => {
      throw new DomainError('too_many', 'too_many_requests');
    };
    await story.play(() => expect(story.begin()).rejects.toEqual(refused('too_many_requests')));
    await stories.keep(story.id, 'password-reset.refused');
    expect(story.notes).toEqual([]);
  });

  test.each([
    ['refuses the code', () => ApplicationFailure.nonRetryable('no such mailbox', 'mail_refused'), 'mail_refused'],
    ['does not answer', () => new TypeError('connection refused'), 'TypeError'],
  ])('whose mail server %s says so by the class of the failure', async (_name, failure, message) => {
    const story = cast();
    let tries = 0;
    story.gateway.sendResetCode = async () => {
      tries++;
      throw failure();
    };
    await story.play(async () => {
      const asked = story.begin().catch((error: unknown) => error);
      await stories.until(() => tries > 0);
      await stories.env.sleep('20 seconds');
      expect(await asked).toMatchObject({ code: 'unsent_by_email', kind: 'unavailable', message });
    });
    await stories.keep(story.id, 'password-reset.undelivered');
    expect(story.notes).toEqual(['recorded', 'fail']);
  });

  test('that an operator cancels leaves nothing to try', async () => {
    const story = cast();
    await story.play(async () => {
      await story.begin();
      await story.handle.cancel();
      await expect(story.handle.result()).rejects.toThrow('cancelled');
    });
    await stories.keep(story.id, 'password-reset.cancelled');
    expect(story.notes).toEqual(['recorded', 'sent', 'cancel']);
  });

  test('holds a try that is under way against the code, also when an operator cancels it', async () => {
    const story = cast();
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    let isJudging = false;
    story.records.judgeAttempt = async () => {
      isJudging = true;
      await gate;
      return 'right';
    };
    await story.play(async () => {
      await story.begin();
      const attempt = story.attempt();
      await stories.until(() => isJudging);
      await story.handle.cancel();
      release();
      await attempt;
      await expect(story.handle.result()).rejects.toThrow('cancelled');
    });
    await stories.keep(story.id, 'password-reset.right-and-cancelled');
    expect(story.notes).toEqual(['recorded', 'sent', 'changed']);
  });
});
