import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { WorkflowFailedError } from '@temporalio/client';
import { DomainError } from '#domain/shared/errors.ts';
import { castFilm, untilCancelled, type CrewOptions } from '#tests/kit/film-crew.ts';
import { startRealStories, type RealStories } from '#tests/kit/real-stories.ts';
import { renderOf } from '#workflows/albums/contract.ts';

let stories: RealStories;
beforeAll(async () => void (stories = await startRealStories()), 120_000);
afterAll(() => stories.close());

const cast = (options?: CrewOptions) => castFilm(stories, options);

describe('a failure', () => {
  const failures: [name: string, fail: (crew: ReturnType<typeof cast>) => void, last: string, reason: string][] = [
    [
      'of the arguments, told as it was refused',
      ({ planning }) => {
        planning.readArguments = async () => {
          throw new DomainError('invalid', 'bad_arguments', 'info.json：images[0] 找不到文件 a.jpg');
        };
      },
      'READING',
      'info.json：images[0] 找不到文件 a.jpg',
    ],
    [
      'of a picture',
      ({ analysis }) => {
        analysis.analysePicture = async () => {
          throw new DomainError('invalid', 'bad_picture', '图片已损坏');
        };
      },
      'ANALYSING a title',
      '图片已损坏',
    ],
    [
      'of ours, told without its inner workings',
      ({ rendering }) => {
        rendering.joinFilm = async () => {
          throw ApplicationFailure.nonRetryable('ENOSPC: /var/lib/secret/path');
        };
      },
      'RENDERING',
      '服务器错误',
    ],
    [
      'that was tried five times',
      ({ rendering }) => {
        rendering.renderSegment = async () => {
          throw new Error('ffmpeg exited with 1: /var/lib/secret/path');
        };
      },
      'RENDERING',
      '服务器错误',
    ],
  ];
  test.each(failures)('%s is recorded with its reason', async (_name, fail, stage, reason) => {
    const story = cast();
    fail(story);
    await story.play(async () => {
      expect(await story.render()).toBeInstanceOf(WorkflowFailedError);
      expect(await stories.detailsOf(renderOf('movie', story.albumId))).toContain('**FAILED**');
    });
    await stories.keep(renderOf('movie', story.albumId), `movie-render.failed-${stage.toLowerCase().split(' ')[0]}`);
    expect(story.notes).toContain(stage);
    expect(story.notes.slice(-2)).toEqual([`GIVEN UP ${reason}`, `remove work of ${story.albumId}`]);
  });

  test('of one segment stops the others before anything is removed', async () => {
    const { notes, rendering, albumId, render, play } = cast({ segments: 3 });
    let begun = 0;
    rendering.renderSegment = async ({ segment }) => {
      begun++;
      if (segment.index > 0) return untilCancelled(() => notes.push(`stopped ${segment.index}`));
      await stories.until(() => begun === 3);
      throw new DomainError('invalid', 'bad_picture', '图片已损坏');
    };
    await play(render);
    const end = notes.slice(-4);
    expect(end.slice(0, 2).toSorted()).toEqual(['stopped 1', 'stopped 2']);
    expect(end.slice(2)).toEqual(['GIVEN UP 图片已损坏', `remove work of ${albumId}`]);
  });

  test('of a worker is tried again, and what is done already is not repeated', async () => {
    const { notes, rendering, render, play } = cast({ segments: 3 });
    const draw = rendering.renderSegment;
    let stumbles = 2;
    rendering.renderSegment = async (request) => {
      const done = await draw(request);
      if (request.segment.index === 1 && stumbles-- > 0) throw new Error('killed');
      return done;
    };
    expect(await play(render)).toBeUndefined();
    expect(notes.filter((note) => note.startsWith('draw')).toSorted()).toEqual([
      'draw 0',
      'draw 1',
      'draw 1',
      'draw 1',
      'draw 2',
    ]);
  });

  test('to say anything for eight seconds is taken for a dead worker, and the segment drawn by another', async () => {
    const { notes, rendering, albumId, render, play } = cast({ segments: 1 });
    const draw = rendering.renderSegment;
    let isFirst = true;
    rendering.renderSegment = async (request) => {
      if (!isFirst) return draw(request);
      isFirst = false;
      await Context.current().cancelled.catch(() => undefined); // silent until Temporal gives it up
      return { key: 'too late' };
    };
    expect(await play(render)).toBeUndefined();
    await stories.keep(renderOf('movie', albumId), 'movie-render.timed-out');
    expect(notes).toContain('join s0+sound');
  });

  test('because the movie is gone removes everything', async () => {
    const { notes, records, albumId, render, play } = cast();
    records.recordFinished = async () => {
      throw new DomainError('conflict', 'overtaken');
    };
    records.recordGivenUp = async () => ({ isGone: true });
    expect(await play(render)).toBeInstanceOf(WorkflowFailedError);
    expect(notes.at(-1)).toBe(`remove ${albumId}`);
    expect(notes).not.toContain(`remove work of ${albumId}`);
  });

  test('is recorded, and told as it was, although the storage refuses to remove anything', async () => {
    const { notes, planning, files, albumId, handle, begin, play } = cast();
    planning.readArguments = async () => {
      throw new DomainError('invalid', 'bad_arguments', '没有图片');
    };
    files.removeWork = async () => {
      throw ApplicationFailure.nonRetryable('AccessDenied');
    };
    await play(async () => {
      await begin();
      await expect(handle().result()).rejects.toMatchObject({ cause: { cause: { message: '没有图片' } } });
      await stories.keep(renderOf('movie', albumId), 'movie-render.failed-left-behind');
    });
    expect(notes.at(-1)).toBe('GIVEN UP 没有图片');
  });
});

describe('a cancellation', () => {
  test('stops what draws, waits for it, leaves nothing behind and ends cancelled', async () => {
    const { notes, rendering, albumId, begin, handle, play } = cast({ segments: 2 });
    let drawing = 0;
    rendering.renderSegment = async ({ segment }) => {
      drawing++;
      return untilCancelled(() => notes.push(`stopped ${segment.index}`));
    };
    await play(async () => {
      await begin();
      await stories.until(() => drawing === 2);
      await handle().cancel();
      await expect(handle().result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
      expect((await handle().describe()).status.name).toBe('CANCELLED');
      expect(await stories.detailsOf(renderOf('movie', albumId))).toContain('**CANCELLED**');
      await stories.keep(renderOf('movie', albumId), 'movie-render.cancelled');
    });
    expect(notes.slice(-4, -2).toSorted()).toEqual(['stopped 0', 'stopped 1']);
    expect(notes.slice(-2)).toEqual(['GIVEN UP without a reason', `remove work of ${albumId}`]);
  });

  test('before any worker took the work ends at once', async () => {
    const { notes, queues, albumId, begin, handle } = cast();
    const { business, io } = queues();
    await stories.tell({ business, io }, async () => {
      await begin();
      await stories.until(() => notes.includes('ANALYSING a title'));
      await handle().cancel();
      await expect(handle().result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
    });
    expect(notes.slice(-2)).toEqual(['GIVEN UP without a reason', `remove work of ${albumId}`]);
  });
});
