import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { filmCrew } from '#tests/kit/film-crew.ts';
import { startStories, type Stories } from '#tests/kit/story.ts';
import { workCleanup } from '#workflows/work-cleanup/contract.ts';

let stories: Stories;
beforeAll(async () => void (stories = await startStories()), 120_000);
afterAll(() => stories.close());

test('files that shall go are gone when a storage is back that was away for hours', async () => {
  const { notes, ends, files, queues } = filmCrew();
  const stale = [1];
  ends.findStale = async () => stale.splice(0);
  const { removeAlbums } = files;
  let backAt = 0;
  files.removeAlbums = async (request) => {
    const now = await stories.env.currentTimeMs();
    backAt ||= now + 3 * 3600_000;
    if (now < backAt) throw new Error('the bucket does not answer');
    await removeAlbums(request);
  };
  const { business, io } = queues();
  await stories.tell({ business: { ...business, findStaleWorks: async () => [] }, io }, async () => {
    const options = { workflowId: workCleanup.id(), taskQueue: workCleanup.queue };
    expect(await stories.env.client.workflow.execute(workCleanup.type, options)).toBe(1);
  });
  expect(notes).toEqual(['remove 1']);
});
