import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { registerSchedules } from '#temporal/schedules.ts';
import { movieRef } from '#tests/kit/album-refs.ts';
import { dubbingCrew } from '#tests/kit/dubbing-crew.ts';
import { filmCrew } from '#tests/kit/film-crew.ts';
import { startRealStories, type RealStories } from '#tests/kit/real-stories.ts';
import { workCleanup } from '#workflows/work-cleanup/contract.ts';

let stories: RealStories;
beforeAll(async () => void (stories = await startRealStories()), 120_000);
afterAll(() => stories.close());

/** A crew over so many works that nobody touched. */
function neglected(count: number) {
  const { notes, ends, queues } = filmCrew();
  const dubbing = dubbingCrew();
  const stale = new Set(Array.from({ length: count }, (_, i) => i + 1));
  ends.findStale = async ({ limit }) => [...stale].slice(0, limit);
  ends.recordExpired = async ({ albumIds }) => {
    notes.push(`expired ${albumIds.length}`);
    for (const id of albumIds) stale.delete(id);
    return albumIds.map(movieRef);
  };
  return {
    notes,
    ends,
    stale,
    dubbing,
    queues() {
      const [film, sound] = [queues(), dubbing.queues()];
      return { business: { ...film.business, ...sound.business }, io: { ...film.io, ...sound.io } };
    },
  };
}

const batch = (from: number, to: number): string =>
  `remove ${Array.from({ length: to - from + 1 }, (_, i) => from + i).join(',')}`;

describe('the clean-up', () => {
  test('marks works batch by batch and removes their files after', async () => {
    const { notes, stale, queues } = neglected(45);
    await stories.tell(queues(), async () => {
      const { type, queue: taskQueue } = workCleanup;
      const removed = await stories.client.workflow.execute(type, { workflowId: 'cleanup-1', taskQueue });
      expect(removed).toBe(45);
      expect(await stories.detailsOf('cleanup-1')).toContain('45 works cleaned up');
    });
    expect(stale.size).toBe(0);
    expect(notes).toEqual(['expired 20', batch(1, 20), 'expired 20', batch(21, 40), 'expired 5', batch(41, 45)]);
  });
});

test('dubbings follow albums', async () => {
  const { notes, dubbing, queues } = neglected(1);
  const stale = new Set(Array.from({ length: 21 }, (_, i) => i + 1));
  dubbing.ends.findStaleWorks = async ({ limit }) => [...stale].slice(0, limit);
  dubbing.ends.recordWorksExpired = async ({ worksIds }) => {
    for (const id of worksIds) stale.delete(id);
    return worksIds.slice(1); // the first of each batch was touched meanwhile
  };
  await stories.tell(queues(), async () => {
    const { type, queue: taskQueue } = workCleanup;
    const removed = await stories.client.workflow.execute(type, { workflowId: 'cleanup-2', taskQueue });
    expect(removed).toBe(20);
    await stories.keep('cleanup-2', 'work-cleanup.dubbings');
  });
  expect(notes).toEqual(['expired 1', 'remove 1']);
  expect(dubbing.notes).toEqual(Array.from({ length: 19 }, (_, i) => `remove ${i + 2}`));
});

test('files that earlier ends left behind are removed, and that is noted', async () => {
  const { notes, ends, queues } = neglected(0);
  const left = new Set([7, 8, 9]);
  ends.findUncleared = async () => [...left].slice(0, 2).map(movieRef);
  const { recordCleared } = ends;
  ends.recordCleared = async (request) => {
    for (const id of request.albumIds) left.delete(id);
    await recordCleared(request);
  };
  await stories.tell(queues(), async () => {
    const { type, queue: taskQueue } = workCleanup;
    expect(await stories.client.workflow.execute(type, { workflowId: 'cleanup-3', taskQueue })).toBe(0);
    await stories.keep('cleanup-3', 'work-cleanup.leftovers');
  });
  expect(notes).toEqual(['remove 7,8', 'cleared 7,8', 'remove 9', 'cleared 9']);
});

test('files of a batch that is recorded go, also where an operator cancels the run', async () => {
  const { dubbing, queues } = neglected(0);
  const { promise: gate, resolve: release } = Promise.withResolvers<void>();
  const remove = dubbing.files.removeWorks;
  let isRemoving = false;
  dubbing.ends.findStaleWorks = async () => [1, 2];
  dubbing.files.removeWorks = async (request) => {
    isRemoving = true;
    await gate;
    await remove(request);
  };
  await stories.tell(queues(), async () => {
    const { type, queue: taskQueue } = workCleanup;
    const run = await stories.client.workflow.start(type, { workflowId: 'cleanup-3', taskQueue });
    await stories.until(() => isRemoving);
    await run.cancel();
    release();
    await expect(run.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
  });
  expect(dubbing.notes).toEqual(['remove 1', 'remove 2']);
});

describe('its schedule', () => {
  test('is there once, however often it is registered, and stays paused', async () => {
    await registerSchedules(stories.client);
    const handle = stories.client.schedule.getHandle('work-cleanup');
    // A fresh schedule forgets what it is told before it has looked at its calendar.
    await stories.until(async () => (await handle.describe()).info.nextActionTimes.length > 0);
    await handle.pause('by an operator');
    await stories.until(async () => (await handle.describe()).state.paused);
    await registerSchedules(stories.client);
    await sleep(500); // the server takes changes of schedules in turn
    const { spec, action, state, policies } = await handle.describe();
    expect(spec.calendars).toHaveLength(1);
    expect(spec.timezone).toBe('Asia/Shanghai');
    expect(action).toMatchObject({ workflowType: 'workCleanup', taskQueue: 'business' });
    expect(policies).toMatchObject({ overlap: 'SKIP' });
    expect(state).toMatchObject({ paused: true, note: 'by an operator' });
    await handle.unpause();
  });

  test('runs the clean-up', async () => {
    const { notes, queues } = neglected(1);
    await stories.tell(queues(), async () => {
      await stories.client.schedule.getHandle('work-cleanup').trigger();
      await stories.until(() => notes.includes('remove 1'));
    });
    expect(notes).toEqual(['expired 1', 'remove 1']);
  });
});
