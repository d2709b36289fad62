import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Audit } from '#domain/shared/audit.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { Work } from '#domain/works/work.entity.ts';
import type { WorkState } from '#domain/works/work.machine.ts';
import { castWorks, type Who } from '#tests/kit/works-cast.ts';
import { remove, worksReviewOf } from '#workflows/works-review/contract.ts';

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

  test('takes a work out of a review that has begun meanwhile', async () => {
    const { uuid: id } = await submit();
    await vfine.em().nativeUpdate(Work, { id }, { status: 'ONLINE' });
    const { removal } = await vfine.em().transactional(async (em) => {
      await em.nativeUpdate(Work, { id }, { status: 'WAITING' }); // by a PUT that is just being written
      const asked = vfine.call(musician, `DELETE /vfine/v1/works/${id}/`);
      await sleep(300);
      return { removal: asked };
    });
    expect(await removal).toMatchObject({ status: 204 });
    expect(vfine.flows.told).toMatchObject([{ id: worksReviewOf(id), name: 'remove' }]);
    expect((await row(id)).status).toBe('DELETE');
  });

  test('waits for a verdict that is just being written', async () => {
    const { uuid } = await submit();
    vfine.flows.answer(worksReviewOf(uuid), remove, () => {
      setTimeout(() => void approve(), 300);
      throw new DomainError('conflict', 'action_already_done');
    });
    const approve = async () => {
      await vfine.em().nativeUpdate(Work, { id: uuid }, { status: 'ONLINE' });
      vfine.flows.end(worksReviewOf(uuid));
    };
    expect(await vfine.call(musician, `DELETE /vfine/v1/works/${uuid}/`)).toMatchObject({ status: 204 });
    const [removal] = await vfine.em().find(Audit, { subject: `work:${uuid}`, action: 'work.remove' });
    expect(removal).toMatchObject({ before: 'ONLINE', after: 'DELETE' });
  });
});
