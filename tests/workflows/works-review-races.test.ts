import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DomainError } from '#domain/shared/errors.ts';
import type { SongFacts } from '#domain/songs/song.plan.ts';
import { castReview, facts } from '#tests/kit/review-story.ts';
import { refused, startStories, type Stories } from '#tests/kit/story.ts';
import { decide, resubmit, standing } from '#workflows/works-review/contract.ts';

let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());

type Cast = ReturnType<typeof castReview>;

/** An activity that a story holds up: `begun` when it has been called, and it goes on with `go`. */
function gate() {
  const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  return {
    begun: begun.promise,
    go: go.resolve,
    async pass(): Promise<void> {
      begun.resolve();
      await go.promise;
    },
  };
}

type Gate = ReturnType<typeof gate>;

const stateOf = async (c: Cast) => (await stories.flows.query(c.id, standing))?.state;

/** Song a fails; b takes its place, and is not heard before the story has looked. */
async function replace(failure: Error, replaced: (c: Cast, unheard: Gate) => Promise<void>): Promise<Cast> {
  const c = castReview(stories);
  const [unheard, heard] = [gate(), gate()];
  c.ears.ingestSong = async ({ key }) => {
    if (key !== 'songs/b.mp3') throw failure;
    await heard.pass();
    return facts;
  };
  c.records.recordUnheard = () => unheard.pass();
  await c.play(async () => {
    await c.begin();
    await unheard.begun;
    await replaced(c, unheard);
    await heard.begun;
    await sleep(200);
    expect(await stateOf(c)).toBe('WAITING');
    const { decided } = await c.asksToApprove();
    await sleep(300);
    expect(c.endings).toEqual([]); // the new song is still being heard
    heard.go();
    expect(await decided).toBe('ONLINE');
    await c.handle.result();
  });
  expect(c.heard).toEqual(['songs/b.mp3']);
  expect(c.endings).toMatchObject([{ event: 'approve' }]);
  return c;
}

describe.each([
  ['was none', new DomainError('invalid', 'bad_song', 'bad')],
  ['could not be heard by a fault of ours', new Error('no room on the disk')],
])('a song that %s', (_what, failure) => {
  test('fails nothing that was handed in after it', async () => {
    const c = await replace(failure, async ({ id, submission }, unheard) => {
      await stories.flows.update(id, resubmit, submission('songs/b.mp3'));
      unheard.go();
    });
    if (failure instanceof DomainError) await stories.keep(c.id, 'works-review.replaced');
  });

  test('fails nothing that is just being handed in', async () => {
    await replace(failure, async ({ id, submission, records }, unheard) => {
      const written = gate();
      const record = records.recordSubmission;
      records.recordSubmission = async (given) => {
        await written.pass();
        return record(given);
      };
      const change = stories.flows.update(id, resubmit, submission('songs/b.mp3'));
      await written.begun;
      unheard.go();
      await sleep(300);
      written.go();
      await change;
    });
  });
});

/** A song that cannot be heard, and somebody who approves before that is known. */
async function approveUnheard(approve: (c: Cast) => Promise<{ decided: Promise<unknown> }>) {
  const c = castReview(stories);
  const song = Promise.withResolvers<SongFacts>();
  song.promise.catch(() => undefined); // it may fail before anybody listens
  c.ears.ingestSong = () => song.promise;
  let outcome: unknown;
  await c.play(async () => {
    await c.begin();
    await c.hears('is being heard');
    const { decided } = await approve(c);
    song.reject(new Error('no room on the disk'));
    outcome = await decided.catch((error: unknown) => error);
    await c.hears('by a fault of ours');
    expect(await stateOf(c)).toBe('WAITING');
    expect(await c.review({ verdict: 'approve' })).toBe('ONLINE'); // by somebody who has read it
    await c.handle.result();
  });
  expect(c.endings).toHaveLength(1);
  return { id: c.id, outcome };
}

describe('an approval that waits for a song which cannot be heard', () => {
  test('is to be said again', async () => {
    const { id, outcome } = await approveUnheard((c) => c.asksToApprove());
    expect(outcome).toEqual(refused('unsupported'));
    await stories.keep(id, 'works-review.approved-unheard');
  });

  test('is ignored in sight of all where nobody can be refused', async () => {
    await approveUnheard(async (c) => {
      await stories.flows.signal(c.id, decide, { verdict: 'approve' });
      return { decided: Promise.resolve() };
    });
  });
});

/** Changes that are asked for while one is being written. */
async function crowd(c: Cast, written: Gate) {
  const running = { now: 0, most: 0 };
  c.records.recordSubmission = async () => {
    running.most = Math.max(running.most, ++running.now);
    await written.pass();
    running.now -= 1;
    return 'known';
  };
  const changes = ['b', 'c', 'd'].map((name) =>
    stories.flows.update(c.id, resubmit, c.submission(`songs/${name}.mp3`)),
  );
  await written.begun;
  return { running, changes: Promise.allSettled(changes) };
}

test('changes are written one after the other, however many wait', async () => {
  const c = castReview(stories);
  await c.play(async () => {
    await c.begin();
    const written = gate();
    const { running, changes } = await crowd(c, written);
    await sleep(300);
    written.go();
    expect((await changes).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect(running.most).toBe(1);
    await c.review({ verdict: 'approve' });
    await c.handle.result();
  });
  await stories.keep(c.id, 'works-review.crowded');
});

/** What became of activities, in the order of the run's history. */
async function deedsOf({ handle }: Cast): Promise<string[]> {
  const { events } = await handle.fetchHistory();
  const scheduled = new Map<string, string>();
  return (events ?? []).flatMap((event) => {
    const name = event.activityTaskScheduledEventAttributes?.activityType?.name;
    if (name) scheduled.set(String(event.eventId), name);
    const done = event.activityTaskCompletedEventAttributes?.scheduledEventId;
    return name ? [`${name} begins`] : done ? [`${scheduled.get(String(done))} ends`] : [];
  });
}

test('who cancels the run while a change is being written gives back what was changed; what waits comes too late', async () => {
  const c = castReview(stories);
  await c.play(async () => {
    await c.begin();
    await c.hears('3 min 5 s');
    const written = gate();
    c.records.recordSubmission = async () => {
      await written.pass();
      return 'known';
    };
    const change = stories.flows.update(c.id, resubmit, c.submission('songs/b.mp3'));
    await written.begun;
    const { decided } = await c.asksToApprove();
    await c.handle.cancel();
    await expect(decided).rejects.toEqual(refused('action_already_done'));
    written.go();
    await change;
    await expect(c.handle.result()).rejects.toThrow('Workflow execution cancelled');
  });
  expect(c.endings).toMatchObject([{ event: 'cancel' }]);
  const deeds = await deedsOf(c);
  expect(deeds.slice(deeds.lastIndexOf('recordSubmission begins'))).toEqual([
    'recordSubmission begins',
    'recordSubmission ends',
    'recordReviewEnd begins',
    'recordReviewEnd ends',
    'recordMessage begins',
    'recordMessage ends',
  ]);
  await stories.keep(c.id, 'works-review.cancelled-changing');
});

test('the deadline counts whatever is being changed', async () => {
  const c = castReview(stories);
  await c.play(async () => {
    await c.begin();
    await c.hears('3 min 5 s');
    const found = await stories.flows.query(c.id, standing);
    const left = async () => Date.parse(found?.deadline ?? '') - (await stories.env.currentTimeMs());
    await stories.env.sleep((await left()) - 10_000);
    const written = gate();
    const { changes } = await crowd(c, written);
    await stories.until(async () => (await left()) < -500); // no time is skipped while something is being written
    written.go();
    await changes;
    expect(await c.handle.result()).toBe('UNSUBMIT');
  });
  expect(c.endings).toMatchObject([{ event: 'expire' }]);
});

test('whoever has deleted the work is not told that it is on the shelf', async () => {
  const c = castReview(stories);
  c.records.recordReviewEnd = async () => 'DELETE';
  await c.play(async () => {
    await c.begin();
    expect(await c.review({ verdict: 'approve' })).toBe('DELETE');
    expect(await c.handle.result()).toBe('DELETE');
  });
  expect(c.messages).toEqual([]);
});
