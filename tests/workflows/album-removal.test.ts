import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DomainError } from '#domain/shared/errors.ts';
import { movieRef } from '#tests/kit/album-refs.ts';
import { filmCrew, untilCancelled } from '#tests/kit/film-crew.ts';
import { startRealStories, type RealStories } from '#tests/kit/real-stories.ts';
import { albumRemoval } from '#workflows/album-removal/contract.ts';
import { renderOf, renders } from '#workflows/albums/contract.ts';

let stories: RealStories;
beforeAll(async () => void (stories = await startRealStories()), 120_000);
afterAll(() => stories.close());

const endOf = (workflowId: string) => stories.client.workflow.getHandle(workflowId).result();

describe('the removal of a movie', () => {
  test('is recorded before the one who asked is answered, then the folder goes', async () => {
    const { notes, files, queues } = filmCrew();
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    const remove = files.removeAlbums;
    files.removeAlbums = async (request) => {
      await gate;
      await remove(request);
    };
    await stories.tell(queues(), async () => {
      await stories.flows.begin(albumRemoval, { album: movieRef(1) });
      expect(notes).toEqual(['DELETED 1']);
      release();
      await endOf('album-removal:1');
    });
    expect(notes).toEqual(['DELETED 1', 'remove 1']);
  });

  test('cancels the render, which stops at once and removes what it wrote meanwhile', async () => {
    const { notes, records, rendering, queues } = filmCrew({ segments: 1 });
    records.recordGivenUp = async () => ({ isGone: notes.includes('DELETED 2') });
    let isDrawing = false;
    let isStopped = false;
    rendering.renderSegment = async () => {
      isDrawing = true;
      return untilCancelled(() => (isStopped = true));
    };
    await stories.tell(queues(), async () => {
      await stories.flows.begin(renders.movie, { albumId: 2, after: null });
      await stories.until(() => isDrawing);
      await stories.flows.begin(albumRemoval, { album: movieRef(2) });
      await endOf('album-removal:2');
      await expect(endOf(renderOf('movie', 2))).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
      expect(isStopped).toBe(true);
      await stories.keep('album-removal:2', 'album-removal.happy');
    });
    expect(notes.filter((note) => note === 'remove 2')).toHaveLength(2);
    expect(notes.at(-1)).toBe('remove 2');
  });

  test('goes on although its render has ended long ago', async () => {
    const { notes, queues } = filmCrew({ segments: 1 });
    await stories.tell(queues(), async () => {
      await stories.flows.begin(renders.movie, { albumId: 3, after: null });
      await endOf(renderOf('movie', 3));
      await stories.flows.begin(albumRemoval, { album: movieRef(3) });
      await endOf('album-removal:3');
      await stories.keep('album-removal:3', 'album-removal.without-a-render');
    });
    expect(notes.slice(-2)).toEqual(['DELETED 3', 'remove 3']);
  });

  test('tries until the files are gone, however long it takes', async () => {
    const { notes, files, queues } = filmCrew();
    const remove = files.removeAlbums;
    let stumbles = 2;
    files.removeAlbums = async (request) => {
      if (stumbles-- > 0) throw new Error('the bucket does not answer');
      await remove(request);
    };
    await stories.tell(queues(), async () => {
      await stories.flows.begin(albumRemoval, { album: movieRef(4) });
      await endOf('album-removal:4');
      expect(await stories.patienceOf('album-removal:4', 'removeAlbums')).toBe(0);
    });
    expect(notes).toEqual(['DELETED 4', 'remove 4']);
  });

  test('goes on where an operator cancels it', async () => {
    const { notes, files, queues } = filmCrew();
    const remove = files.removeAlbums;
    let isCancelled = false;
    files.removeAlbums = async (request) => {
      await stories.until(() => isCancelled);
      await remove(request);
    };
    await stories.tell(queues(), async () => {
      await stories.flows.begin(albumRemoval, { album: movieRef(6) });
      await stories.client.workflow.getHandle('album-removal:6').cancel();
      expect(await stories.detailsOf('album-removal:6')).toContain('being removed'); // it has heard of it
      isCancelled = true;
      await endOf('album-removal:6');
      await stories.keep('album-removal:6', 'album-removal.cancelled');
    });
    expect(notes).toEqual(['DELETED 6', 'remove 6']);
  });

  test('is refused with the reason that was recorded', async () => {
    const { notes, ends, queues } = filmCrew();
    ends.recordDeleted = async () => {
      throw new DomainError('not_found', 'no_such_album');
    };
    await stories.tell(queues(), async () => {
      await expect(stories.flows.begin(albumRemoval, { album: movieRef(5) })).rejects.toMatchObject({
        code: 'no_such_album',
      });
      await stories.keep('album-removal:5', 'album-removal.refused');
    });
    expect(notes).toEqual([]);
  });
});
