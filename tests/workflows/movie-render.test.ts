import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { WorkflowFailedError } from '@temporalio/client';
import { DomainError } from '#domain/shared/errors.ts';
import { castFilm, untilCancelled, type CrewOptions } from '#tests/kit/film-crew.ts';
import { startRealStories, type RealStories } from '#tests/kit/real-stories.ts';
import { renderOf } from '#workflows/albums/contract.ts';
import { progress } from '#workflows/kernel/progress.ts';

let stories: RealStories;
beforeAll(async () => void (stories = await startRealStories()), 120_000);
afterAll(() => stories.close());

const cast = (options?: CrewOptions) => castFilm(stories, options);

describe('a film', () => {
  test('is made in five stages, each recorded before it begins, and leaves only itself', async () => {
    const { notes, albumId, render, play } = cast({ pictures: 2, segments: 3 });
    expect(await play(render)).toBeUndefined();
    await stories.keep(renderOf('movie', albumId), 'movie-render.happy');
    expect(notes.slice(0, 3)).toEqual(['QUEUED', 'READING', 'read']);
    expect(notes[3]).toBe('ANALYSING a title');
    expect(notes.slice(4, 6).toSorted()).toEqual(['analyse movies/7/0.jpg', 'analyse movies/7/1.jpg']);
    expect(notes.slice(6, 11)).toEqual(['COMPOSING', 'compose', 'MATCHING', 'plan', 'RENDERING']);
    expect(notes.slice(11, 15).toSorted()).toEqual(['draw 0', 'draw 1', 'draw 2', 'sound']);
    expect(notes.slice(15)).toEqual([
      'join s0+s1+s2+sound',
      'FINISHED movies/7/result.mp4',
      `remove work of ${albumId}`,
    ]);
  });

  test('is joined in order, whichever segment is done first', async () => {
    const { notes, rendering, render, play } = cast({ segments: 4 });
    rendering.renderSegment = async ({ segment }) => {
      await new Promise((resolve) => setTimeout(resolve, 120 - segment.index * 30));
      return { key: `s${segment.index}` };
    };
    await play(render);
    expect(notes).toContain('join s0+s1+s2+s3+sound');
  });

  test('looks at four pictures at a time and answers in film order', async () => {
    const { analysis, planning, render, play } = cast({ pictures: 10 });
    let now = 0;
    let most = 0;
    const look = analysis.analysePicture;
    analysis.analysePicture = async (asked) => {
      const { key } = asked;
      most = Math.max(most, ++now);
      // The first four wait for each other; a fifth at the same time would have come meanwhile.
      if (most <= 4) await stories.until(() => most >= 4);
      await sleep(Number(key.at(-5)) % 2 ? 40 : 5);
      now--;
      const { facts, copy } = await look(asked);
      return { facts: { ...facts, width: Number(key.at(-5)) }, copy };
    };
    let widths: number[] = [];
    const plan = planning.planMovie;
    planning.planMovie = async (request) => {
      widths = request.facts.map(({ width }) => width);
      return plan(request);
    };
    await play(render);
    expect(most).toBe(4);
    expect(widths).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('says how far it is, in its query and to operators', async () => {
    const { rendering, albumId, begin, handle, play } = cast({ segments: 4 });
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    rendering.renderSegment = async ({ segment }) => {
      if (segment.index > 1) await gate;
      return { key: `s${segment.index}` };
    };
    await play(async () => {
      await begin();
      const now = () => stories.flows.query(renderOf('movie', albumId), progress);
      await stories.until(async () => (await now())?.parts.done === 2);
      expect(await now()).toMatchObject({ stage: 'RENDERING', percent: 52, parts: { done: 2, total: 4 } });
      const { remainingSeconds = -1, at = 0 } = (await now()) ?? {};
      expect(remainingSeconds).toBeGreaterThanOrEqual(0);
      expect(Math.abs(Date.now() - at)).toBeLessThan(60_000);
      const details = await stories.detailsOf(renderOf('movie', albumId));
      expect(details).toContain('**RENDERING**');
      expect(details).toContain('Segments: 2 of 4');
      expect(details).toContain('52 %');
      release();
      await handle().result();
      expect(await stories.detailsOf(renderOf('movie', albumId))).toContain('**FINISHED**');
    });
  });

  test('is recorded as finished although its leftovers cannot be removed', async () => {
    const { notes, files, render, play } = cast();
    files.removeWork = async () => {
      throw ApplicationFailure.nonRetryable('no');
    };
    expect(await play(render)).toBeUndefined();
    expect(notes.at(-1)).toBe('FINISHED movies/7/result.mp4');
  });
});

describe('a start', () => {
  test('is refused with the reason that was recorded, and nothing is made', async () => {
    const { notes, records, begin, handle, play } = cast();
    records.recordQueued = async () => {
      throw new DomainError('conflict', 'already_queued', 'PENDING');
    };
    await play(async () => {
      await expect(begin()).rejects.toMatchObject({ name: 'DomainError', code: 'already_queued', message: 'PENDING' });
      await expect(handle().result()).rejects.toBeInstanceOf(WorkflowFailedError);
      await stories.keep(handle().workflowId, 'movie-render.refused');
    });
    expect(notes).toEqual([]);
  });

  test('is refused while a run is open', async () => {
    const { rendering, begin, handle, play } = cast();
    rendering.renderSoundtrack = () => untilCancelled();
    await play(async () => {
      await begin();
      await expect(begin()).rejects.toMatchObject({ code: 'already_running' });
      await handle().cancel();
      await expect(handle().result()).rejects.toBeInstanceOf(WorkflowFailedError);
    });
  });
});
