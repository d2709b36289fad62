import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DomainError } from '#domain/shared/errors.ts';
import type { SystemMessage } from '#activities/business/messages.ts';
import type { Application, Outcome } from '#domain/verification/application.plan.ts';
import { startStories, type Stories } from '#tests/kit/story.ts';
import {
  decide,
  musicianVerification,
  review,
  standing,
  verificationOf,
  withdraw,
} from '#workflows/musician-verification/contract.ts';

let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());

/** One applicant, and activities that only note what they were asked to write. */
function cast() {
  const application: Application = {
    verificationId: randomUUID(),
    userUuid: randomUUID(),
    name: 'Li Tianyi',
    occupations: ['singer'],
    sealedCard: 'sealed',
    avatar: '/a',
    idCardFacade: '/f',
    idCardObverse: '/o',
    music: '/m',
  };
  const outcomes: Outcome[] = [];
  const messages: SystemMessage[] = [];
  const records = {
    recordApplication: async (_application: Application): Promise<void> => undefined,
    recordOutcome: async (outcome: Outcome) => void outcomes.push(outcome),
    recordMessage: async (message: SystemMessage) => void messages.push(message),
  };
  const id = verificationOf(application.userUuid);
  const { flows, env } = stories;
  return {
    application,
    outcomes,
    messages,
    records,
    id,
    begin: () => flows.begin(musicianVerification, application),
    review: (input: unknown) => flows.update(id, review, input),
    decide: (input: unknown) => flows.signal(id, decide, input),
    withdraw: () => flows.update(id, withdraw),
    standing: () => flows.query(id, standing),
    result: () => env.client.workflow.getHandle(id).result(),
    details: () => stories.detailsOf(id),
    play: <T>(story: () => Promise<T>): Promise<T> => stories.tell({ business: records }, story),
  };
}
type Cast = ReturnType<typeof cast>;

const refused = (code: string) => expect.objectContaining({ name: 'DomainError', code });

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
    expect(story.outcomes).toMatchObject([{ event: 'refuse', remark: 'unreadable' }]);
    expect(story.messages).toMatchObject([{ key: 'FAIL_TO_MUSICIAN', remark: 'unreadable' }]);
  });

  test('counts once where signals and updates come together', async () => {
    const story = cast();
    await story.play(async () => {
      await story.begin();
      const asked = [
        story.decide({ verdict: 'approve' }),
        story.review({ verdict: 'refuse' }),
        story.decide({ verdict: 'approve' }),
        story.review({ verdict: 'approve' }),
      ];
      const answers = await Promise.allSettled(asked);
      const state = await story.result();
      expect(['APPROVED', 'REFUSED']).toContain(state);
      const [first, second] = [answers[1], answers[3]];
      for (const answer of [first, second])
        if (answer?.status === 'fulfilled') expect(answer.value).toBe(state);
        else
          expect(answer?.reason).toEqual(
            expect.objectContaining({ code: expect.stringMatching(/^(action_already_done|not_running)$/) }),
          );
    });
    expect(story.outcomes).toHaveLength(1);
    expect(story.messages).toHaveLength(1);
  });

  test('cannot be given twice while it is still being recorded', async () => {
    const story = cast();
    let release: () => void = () => undefined;
    const { recordOutcome } = story.records;
    const held = new Promise<void>((resolve) => void (release = resolve));
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
      expect(details).toContain('verdict is neither "approve" nor "refuse"');
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

describe('without a verdict', () => {
  test('the application expires after fourteen days, not before', async () => {
    const story = cast();
    await story.play(async () => {
      await story.begin();
      await stories.env.sleep('335 hours');
      expect(await story.standing()).toMatchObject({ state: 'PENDING' });
      const before = await stories.env.currentTimeMs();
      expect(await story.result()).toBe('EXPIRED');
      expect((await stories.env.currentTimeMs()) - before).toBeLessThan(2 * 3600_000);
    });
    expect(story.outcomes).toMatchObject([{ event: 'expire' }]);
    expect(story.messages).toMatchObject([{ key: 'EXPIRED_TO_MUSICIAN' }]);
  });

  test('the applicant withdraws, and nobody is told', async () => {
    const story = cast();
    await story.play(async () => {
      await story.begin();
      expect(await story.withdraw()).toBe('WITHDRAWN');
      expect(await story.result()).toBe('WITHDRAWN');
    });
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
      expect(details).not.toContain(story.application.name);
      const description = await stories.env.client.workflow.getHandle(story.id).describe();
      expect(JSON.stringify(description.raw.workflowExecutionInfo?.searchAttributes)).not.toContain('Tianyi');
      await story.withdraw();
      await story.result();
      expect(await story.details()).not.toContain('How to act');
    });
  });
});
