import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { WorkState } from '#domain/works/work.machine.ts';
import { castWorks, type Who } from '#tests/kit/works-cast.ts';
import { worksReviewOf } from '#workflows/works-review/contract.ts';

const { vfine, people, row, submit } = await castWorks();
const { musician } = people;
beforeEach(() => vfine.flows.forget());
afterAll(() => vfine.close());

describe('DELETE /works/:uuid/', () => {
  test.each<WorkState>(['UNSUBMIT', 'ONLINE', 'OFFLINE', 'FAIL'])('keeps the row of a work in %s', async (status) => {
    const { id } = await vfine.buildWork({ producer: musician, status });
    expect(await vfine.call(musician, `DELETE /vfine/v1/works/${id}/`)).toMatchObject({ status: 204 });
    expect((await row(id)).status).toBe('DELETE');
    expect(await vfine.call(musician, `DELETE /vfine/v1/works/${id}/`)).toMatchObject({ status: 404 });
  });

  test.each(['its process', 'no process'])('ends the review of a work that waits, with %s', async (process) => {
    const { uuid } = await submit();
    if (process === 'no process') vfine.flows.end(worksReviewOf(uuid));
    expect(await vfine.call(musician, `DELETE /vfine/v1/works/${uuid}/`)).toMatchObject({ status: 204 });
    expect((await row(uuid)).status).toBe('DELETE');
    expect(await vfine.flows.isRunning(worksReviewOf(uuid))).toBe(false);
  });

  test.each<[Who, number]>([
    ['nobody', 401],
    ['visitor', 403],
    ['admin', 403],
    ['stranger', 404],
  ])('refuses %s', async (who, status) => {
    const { id } = await vfine.buildWork({ producer: musician });
    expect(await vfine.call(people[who], `DELETE /vfine/v1/works/${id}/`)).toMatchObject({ status });
    expect((await row(id)).status).toBe('ONLINE');
  });
});
