import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { WorkflowFailedError } from '@temporalio/client';
import { castFilm, untilCancelled, type CrewOptions } from '#tests/kit/film-crew.ts';
import { startRealStories, type RealStories } from '#tests/kit/real-stories.ts';
import { renderOf } from '#workflows/albums/contract.ts';

let stories: RealStories;
beforeAll(async () => void (stories = await startRealStories()), 120_000);
afterAll(() => stories.close());

const cast = (options?: CrewOptions) => castFilm(stories, options, 'photo');

describe('a long picture', () => {
  test('is made in the same five stages as a film, with a last one of its own', async () => {
    const { notes, albumId, render, play } = cast({ pictures: 2 });
    expect(await play(render)).toBeUndefined();
    await stories.keep(renderOf('photo', albumId), 'photo-render.happy');
    expect(notes.slice(0, 4)).toEqual(['QUEUED', 'READING', 'read', 'ANALYSING a title']);
    expect(notes.slice(6)).toEqual([
      'COMPOSING',
      'compose',
      'MATCHING',
      'plan + with places',
      'RENDERING',
      'draw copy-0+copy-1',
      'FINISHED photos/7/result.jpg',
      `remove work of ${albumId}`,
    ]);
  });

  test('is planned with the captions of its owner, and without places where they are not wanted', async () => {
    const { notes, planning, render, play } = cast({ pictures: 2 });
    const read = planning.readArguments;
    planning.readArguments = async (asked) => {
      const { pictures, ...found } = await read(asked);
      return { ...found, hidesPlaces: true, pictures: pictures.map((one, i) => ({ ...one, caption: `c${i}` })) };
    };
    await play(render);
    expect(notes).toContain('plan c0+c1 without places');
  });

  test('says what is done to operators, and ends cancelled with nothing left', async () => {
    const { notes, sheets, albumId, begin, handle, play } = cast();
    let isCancelled = false;
    sheets.drawSheet = () => {
      notes.push('draw');
      return untilCancelled(() => void (isCancelled = true));
    };
    await play(async () => {
      await begin();
      await stories.until(() => notes.includes('draw'));
      await stories.until(async () =>
        (await stories.detailsOf(renderOf('photo', albumId))).includes('Long pictures: 0 of 1'),
      );
      await handle().cancel();
      await expect(handle().result()).rejects.toBeInstanceOf(WorkflowFailedError);
      await stories.keep(renderOf('photo', albumId), 'photo-render.cancelled');
    });
    expect(isCancelled).toBe(true);
    expect(notes.slice(-2)).toEqual(['GIVEN UP without a reason', `remove work of ${albumId}`]);
  });

  test('fails with the reason that a refusal gives', async () => {
    const { notes, sheets, albumId, render, play } = cast();
    sheets.drawSheet = async () => {
      throw ApplicationFailure.create({
        message: '图片已损坏',
        type: 'bad_picture',
        nonRetryable: true,
        details: ['bad_picture'],
      });
    };
    expect(await play(render)).toBeInstanceOf(WorkflowFailedError);
    await stories.keep(renderOf('photo', albumId), 'photo-render.failed-drawing');
    expect(notes.at(-2)).toBe('GIVEN UP 图片已损坏');
  });
});
