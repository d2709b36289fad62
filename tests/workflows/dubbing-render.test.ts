import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { plainRequest } from '#domain/dubbing/dubbing-request.plan.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { dubbingCrew } from '#tests/kit/dubbing-crew.ts';
import { untilCancelled } from '#tests/kit/film-crew.ts';
import { startRealStories, type RealStories } from '#tests/kit/real-stories.ts';
import { refused } from '#tests/kit/story.ts';
import { dubbingOf, dubbingRender, stop } from '#workflows/dubbing-render/contract.ts';
import { progress } from '#workflows/kernel/progress.ts';

let stories: RealStories;
beforeAll(async () => void (stories = await startRealStories()), 120_000);
afterAll(() => stories.close());

let works = 100;
/** A crew and a works of its own. */
function cast() {
  const crew = dubbingCrew();
  const worksId = works++;
  const id = dubbingOf(worksId);
  return {
    ...crew,
    worksId,
    id,
    begin: () => stories.flows.begin(dubbingRender, { worksId, request: plainRequest }),
    result: () => stories.client.workflow.getHandle(id).result(),
    settles: (ms: number) => stories.flows.settles(id, ms),
    play: <T>(story: () => Promise<T>): Promise<T> => stories.tell(crew.queues(), story),
  };
}

describe('dubbing', () => {
  test('records each stage before it begins, and the product at the end', async () => {
    const { play, begin, settles, notes, worksId, id } = cast();
    await play(async () => {
      await begin();
      expect(notes[0]).toBe('QUEUED');
      expect(await settles(100_000)).toBe(true);
      await stories.keep(id, 'dubbing-render.happy');
      expect(await stories.flows.query(id, progress)).toMatchObject({ stage: 'MIXING', parts: { done: 1, total: 1 } });
      expect(await stories.detailsOf(id)).toContain('FINISHED');
    });
    expect(notes).toEqual(['QUEUED', 'PREPARING', 'plan', 'MIXING', `mix ${worksId}`, 'FINISHED']);
  });

  test('begins anew when it is over, not before', async () => {
    const { play, begin, result, settles, notes, media } = cast();
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    const mix = media.mixDubbing;
    media.mixDubbing = async (input) => {
      await gate;
      return mix(input);
    };
    await play(async () => {
      await begin();
      await expect(begin()).rejects.toEqual(refused('already_running'));
      expect(await settles(50)).toBe(false);
      release();
      await result();
      await begin();
      await result();
    });
    expect(notes.filter((note) => note === 'FINISHED')).toHaveLength(2);
  });

  test('refuses at once what its first record refuses', async () => {
    const { play, begin, records, notes } = cast();
    records.recordDubbingQueued = () => Promise.reject(new DomainError('not_found', 'no_such_bgm'));
    await play(() => expect(begin()).rejects.toEqual(refused('no_such_bgm')));
    expect(notes).toEqual([]);
  });

  test('says why it failed: a refusal in its own words', async () => {
    const { play, begin, settles, media, notes, id } = cast();
    media.mixDubbing = () => Promise.reject(new DomainError('invalid', 'bad_voice', '录音已损坏'));
    await play(async () => {
      await begin();
      expect(await settles(100_000)).toBe(true);
      await stories.keep(id, 'dubbing-render.failed');
    });
    expect(notes.at(-1)).toBe('NOT DUBBED 录音已损坏');
  });

  test('tries a worker’s fault again', async () => {
    const { play, begin, result, media, notes } = cast();
    const mix = media.mixDubbing;
    let tries = 0;
    media.mixDubbing = (input) => (++tries < 3 ? Promise.reject(new Error('the disk is full')) : mix(input));
    await play(async () => {
      await begin();
      await result();
    });
    expect([tries, notes.at(-1)]).toEqual([3, 'FINISHED']);
  });

  test('stops when it is asked to, and says so when it has', async () => {
    const { play, begin, result, media, notes, id } = cast();
    let isMixing = false;
    media.mixDubbing = async () => {
      isMixing = true;
      return untilCancelled();
    };
    await play(async () => {
      await begin();
      await stories.until(() => isMixing);
      await stories.flows.update(id, stop);
      expect(notes.at(-1)).toBe('NOT DUBBED without a reason');
      await result();
      await stories.keep(id, 'dubbing-render.stopped');
      await expect(stories.flows.update(id, stop)).rejects.toEqual(refused('not_running'));
    });
  });

  test('records its end when an operator cancels it', async () => {
    const { play, begin, result, media, notes, id } = cast();
    let isMixing = false;
    media.mixDubbing = async () => {
      isMixing = true;
      return untilCancelled();
    };
    await play(async () => {
      await begin();
      await stories.until(() => isMixing);
      await stories.client.workflow.getHandle(id).cancel();
      await expect(result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
      await stories.keep(id, 'dubbing-render.cancelled');
    });
    expect(notes.at(-1)).toBe('NOT DUBBED without a reason');
  });

  test('answers who stops it when an operator cancels it meanwhile', async () => {
    const { play, begin, result, media, notes, id } = cast();
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    let isMixing = false;
    let isStopping = false;
    media.mixDubbing = async () => {
      isMixing = true;
      try {
        return await untilCancelled(() => (isStopping = true));
      } finally {
        await gate;
      }
    };
    await play(async () => {
      await begin();
      await stories.until(() => isMixing);
      const stopping = stories.flows.update(id, stop);
      await stories.until(() => isStopping);
      await stories.client.workflow.getHandle(id).cancel();
      release();
      await stopping;
      expect(notes.at(-1)).toBe('NOT DUBBED without a reason');
      await result();
      await stories.keep(id, 'dubbing-render.stopped-and-cancelled');
    });
  });

  test('records what has been mixed, for the former product is no more', async () => {
    const { play, begin, result, records, notes, id } = cast();
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    const record = records.recordDubbed;
    let isRecording = false;
    records.recordDubbed = async (spoken) => {
      isRecording = true;
      await gate;
      return record(spoken);
    };
    await play(async () => {
      await begin();
      await stories.until(() => isRecording);
      await stories.client.workflow.getHandle(id).cancel();
      release();
      await result();
      await stories.keep(id, 'dubbing-render.cancelled-too-late');
    });
    expect(notes.at(-1)).toBe('FINISHED');
  });
});
