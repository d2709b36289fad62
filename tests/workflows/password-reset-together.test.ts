import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DomainError } from '#domain/shared/errors.ts';
import { startRealStories, type RealStories } from '#tests/kit/real-stories.ts';
import { castReset } from '#tests/kit/reset.ts';

// On the real server: the time-skipping one breaks with several things in flight.
let stories: RealStories;
beforeAll(async () => void (stories = await startRealStories()), 120_000);
afterAll(() => stories.close());

test('a reset ends after five wrong tries, however many come at once', async () => {
  const story = castReset(stories);
  await story.play(async () => {
    await story.begin();
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => story.attempt()));
    const codes = tries.map((one) => (one.status === 'rejected' ? (one.reason as DomainError).code : 'taken'));
    expect(codes.filter((code) => code === 'code_wrong')).toHaveLength(5);
    expect(codes.filter((code) => code === 'reset_void' || code === 'not_running')).toHaveLength(3);
    expect(await story.handle.result()).toBe('EXHAUSTED');
  });
  await stories.keep(story.id, 'password-reset.exhausted');
  expect(story.notes.at(-1)).toBe('exhaust');
});
