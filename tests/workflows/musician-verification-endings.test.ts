import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DomainError } from '#domain/shared/errors.ts';
import { castApplicant } from '#tests/kit/applicant.ts';
import { refused, startStories, type Stories } from '#tests/kit/story.ts';

let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());
const cast = () => castApplicant(stories);

describe('what nobody can read', () => {
  const unreadable = [
    undefined,
    null,
    'approve',
    7,
    [{ verdict: 'approve' }],
    {},
    { verdict: 'APPROVE' },
    { verdict: ['approve'] },
    { verdict: 'approve', remark: 7 },
    { verdict: 'approve', remark: 'x'.repeat(501) },
    { verdict: 'approve', by: 'x'.repeat(65) },
    { verdict: 'approve', remrak: 'not all pictures' },
  ];

  test('is ignored as a signal, kept in sight, and decides nothing', async () => {
    const story = cast();
    await story.play(async () => {
      await story.begin();
      for (const input of unreadable) await story.decide(input);
      await stories.until(async () => (await story.standing())?.ignored.length === unreadable.length);
      expect(await story.standing()).toMatchObject({ state: 'PENDING' });
      const details = await story.details();
      expect(details).toContain('**Ignored inputs**');
      expect(details).toContain('verdict is none of "approve", "refuse"');
      expect(details).toContain('there are no other fields than verdict, remark, by, requestId, proof');
      await story.decide({ verdict: 'approve' });
      expect(await story.result()).toBe('APPROVED');
    });
    expect(story.outcomes).toHaveLength(1);
  });

  test('is ignored without end', async () => {
    const story = cast();
    await story.play(async () => {
      await story.begin();
      for (let time = 0; time < 30; time++) await story.decide('?');
      await stories.until(async () => (await story.standing())?.ignored.length === 20);
      await story.withdraw();
      expect(await story.result()).toBe('WITHDRAWN');
    });
  });

  test('is refused as an update', async () => {
    const story = cast();
    await story.play(async () => {
      await story.begin();
      for (const input of unreadable) await expect(story.review(input)).rejects.toEqual(refused('invalid_value'));
      expect(await story.standing()).toMatchObject({ state: 'PENDING' });
      await story.withdraw();
      await story.result();
    });
  });
});

test('a verdict in the name of the applicant counts for nothing', async () => {
  const story = cast();
  const { userUuid: by } = story.application;
  await story.play(async () => {
    await story.begin();
    await expect(story.review({ verdict: 'approve', by })).rejects.toEqual(refused('same_person'));
    await story.decide({ verdict: 'refuse', by });
    await stories.until(async () => (await story.standing())?.ignored.length === 1);
    expect(await story.standing()).toMatchObject({ state: 'PENDING' });
    await story.withdraw();
    expect(await story.result()).toBe('WITHDRAWN');
  });
  expect(story.outcomes).toMatchObject([{ event: 'withdraw' }]);
});

describe('without a verdict', () => {
  test('the application expires after fourteen days, not before', async () => {
    const story = cast();
    await story.play(async () => {
      await story.begin();
      await stories.env.sleep('335 hours');
      expect(await story.standing()).toMatchObject({ state: 'PENDING' });
      expect(await story.result()).toBe('EXPIRED');
      // The server's own clock runs on as soon as nothing is open: the run's times tell.
      const { startTime, closeTime } = await stories.env.client.workflow.getHandle(story.id).describe();
      const hours = ((closeTime?.getTime() ?? 0) - startTime.getTime()) / 3600_000;
      expect(hours).toBeGreaterThanOrEqual(336);
      expect(hours).toBeLessThan(337);
    });
    await stories.keep(story.id, 'musician-verification.timed-out');
    expect(story.cleared).toEqual([story.application.userUuid]);
    expect(story.outcomes).toMatchObject([{ event: 'expire' }]);
    expect(story.messages).toMatchObject([{ key: 'EXPIRED_TO_MUSICIAN' }]);
  });

  test('an operator who cancels the run refuses', async () => {
    const story = cast();
    await story.play(async () => {
      await story.begin();
      await stories.env.client.workflow.getHandle(story.id).cancel();
      await expect(story.result()).rejects.toThrow('Workflow execution cancelled');
      expect(await story.standing()).toMatchObject({ state: 'REFUSED' });
    });
    await stories.keep(story.id, 'musician-verification.cancelled');
    expect(story.outcomes).toMatchObject([{ event: 'cancel' }]);
    expect(story.messages).toMatchObject([{ key: 'FAIL_TO_MUSICIAN' }]);
  });

  test('a run cancelled while a verdict is recorded keeps the verdict', async () => {
    const story = cast();
    const { recordOutcome } = story.records;
    story.records.recordOutcome = async (outcome) => {
      await recordOutcome(outcome);
      if (story.outcomes.length === 1) {
        await stories.env.client.workflow.getHandle(story.id).cancel();
        throw new Error('connection lost');
      }
    };
    await story.play(async () => {
      await story.begin();
      expect(await story.review({ verdict: 'approve' })).toBe('APPROVED');
      await story.result().catch(() => undefined);
    });
    expect(story.outcomes).toMatchObject([{ event: 'approve' }, { event: 'approve' }]);
    expect(story.messages).toMatchObject([{ key: 'SUCCESS_TO_MUSICIAN' }]);
  });

  test('the applicant withdraws, and nobody is told', async () => {
    const story = cast();
    await story.play(async () => {
      await story.begin();
      expect(await story.withdraw()).toBe('WITHDRAWN');
      expect(await story.result()).toBe('WITHDRAWN');
    });
    await stories.keep(story.id, 'musician-verification.withdrawn');
    expect(story.cleared).toHaveLength(1);
    expect(story.outcomes).toMatchObject([{ event: 'withdraw' }]);
    expect(story.messages).toEqual([]);
  });
});

describe('the opening', () => {
  test('refuses a second application while one waits, and allows it afterwards', async () => {
    const story = cast();
    await story.play(async () => {
      await story.begin();
      await expect(story.begin()).rejects.toEqual(refused('already_running'));
      await story.withdraw();
      await story.result();
      await story.begin();
      await story.withdraw();
      await story.result();
    });
  });

  test('passes on why it was not recorded', async () => {
    const story = cast();
    story.records.recordApplication = async () => {
      throw new DomainError('conflict', 'action_already_done');
    };
    await story.play(async () => {
      await expect(story.begin()).rejects.toEqual(refused('action_already_done'));
      expect(await stories.flows.isRunning(story.id)).toBe(false);
    });
    await stories.keep(story.id, 'musician-verification.failed');
    expect(story.outcomes).toEqual([]);
  });

  test('shows operators who waits for what until when and how to act, and no personal data', async () => {
    const story = cast();
    await story.play(async () => {
      await story.begin();
      const details = await story.details();
      const { deadline = '' } = (await story.standing()) ?? {};
      for (const part of [
        story.application.userUuid,
        deadline,
        'update `review`',
        'signal `decide`',
        '"verdict": "approve"',
      ])
        expect(details).toContain(part);
      const { sealed, cardDigest } = story.application;
      const description = await stories.env.client.workflow.getHandle(story.id).describe();
      const indexed = JSON.stringify(description.raw.workflowExecutionInfo?.searchAttributes);
      for (const personal of [sealed, cardDigest]) expect(`${details}${indexed}`).not.toContain(personal);
      await story.withdraw();
      await story.result();
      expect(await story.details()).not.toContain('How to act');
    });
  });
});
