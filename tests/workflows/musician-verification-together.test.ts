import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { castApplicant } from '#tests/kit/applicant.ts';
import { startRealStories, type RealStories } from '#tests/kit/real-stories.ts';

// On the real server: the time-skipping one breaks with several things in flight.
let stories: RealStories;
beforeAll(async () => void (stories = await startRealStories()), 120_000);
afterAll(() => stories.close());

test('a verdict counts once where signals and updates come together', async () => {
  const story = castApplicant(stories);
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
