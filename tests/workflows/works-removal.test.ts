import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { plainRequest } from '#domain/dubbing/dubbing-request.plan.ts';
import { dubbingCrew } from '#tests/kit/dubbing-crew.ts';
import { untilCancelled } from '#tests/kit/film-crew.ts';
import { startRealStories, type RealStories } from '#tests/kit/real-stories.ts';
import { dubbingOf, dubbingRender } from '#workflows/dubbing-render/contract.ts';
import { worksRemoval } from '#workflows/works-removal/contract.ts';

let stories: RealStories;
beforeAll(async () => void (stories = await startRealStories()), 120_000);
afterAll(() => stories.close());

const endOf = (workflowId: string) => stories.client.workflow.getHandle(workflowId).result();

describe('the removal of a works', () => {
  test('is recorded before the one who asked is answered, then the folder goes', async () => {
    const { notes, files, queues } = dubbingCrew();
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    const remove = files.removeWorks;
    files.removeWorks = async (request) => {
      await gate;
      await remove(request);
    };
    await stories.tell(queues(), async () => {
      await stories.flows.begin(worksRemoval, { worksId: 901 });
      expect(notes).toEqual(['DELETED 901']);
      release();
      await endOf('works-removal:901');
      await stories.keep('works-removal:901', 'works-removal.without-a-dubbing');
    });
    expect(notes).toEqual(['DELETED 901', 'remove 901']);
  });

  test('cancels the dubbing, which removes what it wrote meanwhile', async () => {
    const { notes, media, queues } = dubbingCrew();
    let isMixing = false;
    let isStopped = false;
    media.mixDubbing = async () => {
      isMixing = true;
      return untilCancelled(() => (isStopped = true));
    };
    await stories.tell(queues(), async () => {
      await stories.flows.begin(dubbingRender, { worksId: 902, request: plainRequest });
      await stories.until(() => isMixing);
      await stories.flows.begin(worksRemoval, { worksId: 902 });
      await endOf('works-removal:902');
      await expect(endOf(dubbingOf(902))).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
      await stories.keep('works-removal:902', 'works-removal.happy');
      await stories.keep(dubbingOf(902), 'dubbing-render.deleted');
    });
    expect(isStopped).toBe(true);
    expect(notes.filter((note) => note === 'remove 902')).toHaveLength(2);
    expect(notes.slice(-2)).toContain('remove 902');
  });

  test('tries until the files are gone, however long it takes', async () => {
    const { notes, files, queues } = dubbingCrew();
    const remove = files.removeWorks;
    let stumbles = 2;
    files.removeWorks = async (request) => {
      if (stumbles-- > 0) throw new Error('the bucket does not answer');
      await remove(request);
    };
    await stories.tell(queues(), async () => {
      await stories.flows.begin(worksRemoval, { worksId: 903 });
      await endOf('works-removal:903');
      expect(await stories.patienceOf('works-removal:903', 'removeWorks')).toBe(0);
    });
    expect(notes).toEqual(['DELETED 903', 'remove 903']);
  });

  test('goes on where an operator cancels it', async () => {
    const { notes, files, queues } = dubbingCrew();
    const remove = files.removeWorks;
    let isCancelled = false;
    files.removeWorks = async (request) => {
      await stories.until(() => isCancelled);
      await remove(request);
    };
    await stories.tell(queues(), async () => {
      await stories.flows.begin(worksRemoval, { worksId: 904 });
      await stories.client.workflow.getHandle('works-removal:904').cancel();
      expect(await stories.detailsOf('works-removal:904')).toContain('being removed'); // it has heard of it
      isCancelled = true;
      await endOf('works-removal:904');
    });
    expect(notes).toEqual(['DELETED 904', 'remove 904']);
  });

  test('goes on where an operator cancels it while it is recorded', async () => {
    const { notes, ends, queues } = dubbingCrew();
    const record = ends.recordWorksDeleted;
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    let isRecording = false;
    ends.recordWorksDeleted = async (request) => {
      isRecording = true;
      await gate;
      await record(request);
    };
    await stories.tell(queues(), async () => {
      const asked = stories.flows.begin(worksRemoval, { worksId: 905 });
      await stories.until(() => isRecording);
      await stories.client.workflow.getHandle('works-removal:905').cancel();
      await sleep(500); // the run hears of it
      release();
      await asked;
      await endOf('works-removal:905');
    });
    expect(notes).toEqual(['DELETED 905', 'remove 905']);
  });
});
