import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startRealStories, type RealStories } from '#tests/kit/real-stories.ts';
import { castTakeout } from '#tests/kit/withdrawal.ts';

// On the real server: the time-skipping one breaks with several things in flight.
let stories: RealStories;
beforeAll(async () => void (stories = await startRealStories()), 120_000);
afterAll(() => stories.close());

test('of several administrators at once the first one decides', async () => {
  const { decisions, calls, handle, begin, review: say, play } = castTakeout(stories);
  await play(async () => {
    await begin();
    const answers = await Promise.allSettled([say('approve', { by: 'a' }), say('refuse', { by: 'b' }), say('approve')]);
    const refusals = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    const tooLate = expect.objectContaining({ code: expect.stringMatching(/^(action_already_done|not_running)$/) });
    expect(refusals).toEqual([tooLate, tooLate]);
    await handle.result();
  });
  expect(decisions).toHaveLength(1);
  expect(calls).toEqual(decisions[0]?.event === 'approve' ? ['send'] : []);
});
