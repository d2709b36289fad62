import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Message } from '#domain/accounts/message.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { Work } from '#domain/works/work.entity.ts';
import type { WorkState } from '#domain/works/work.machine.ts';
import { review, withdraw, worksReviewOf } from '#workflows/works-review/contract.ts';
import { loseAnswers } from '#tests/kit/keyed.ts';
import { castWorks, type Who } from '#tests/kit/works-cast.ts';

const { vfine, people, row, submit } = await castWorks();
const { musician, admin } = people;
beforeEach(() => vfine.flows.forget());
afterAll(() => vfine.close());

describe('PATCH /works/:uuid/', () => {
  const moves: [who: Who, from: WorkState, to: string, status: number, body: object][] = [
    ['musician', 'WAITING', 'UNSUBMIT', 200, { status: 'UNSUBMIT' }],
    ['musician', 'ONLINE', 'OFFLINE', 200, { status: 'OFFLINE' }],
    ['musician', 'OFFLINE', 'ONLINE', 200, { status: 'ONLINE' }],
    ['musician', 'WAITING', 'ONLINE', 400, { code: 'unsupported' }],
    ['musician', 'WAITING', 'FAIL', 400, { code: 'unsupported' }],
    ['musician', 'ONLINE', 'ONLINE', 400, { code: 'unsupported' }],
    ['musician', 'ONLINE', 'UNSUBMIT', 400, { code: 'unsupported' }],
    ['musician', 'FAIL', 'ONLINE', 400, { code: 'unsupported' }],
    ['musician', 'UNSUBMIT', 'ONLINE', 400, { code: 'unsupported' }],
    ['musician', 'ONLINE', 'DELETE', 400, { code: 'unsupported' }],
    ['musician', 'ONLINE', 'WAITING', 400, { code: 'unsupported' }],
    ['musician', 'ONLINE', 'GONE', 400, { code: 'invalid_value' }],
    ['musician', 'DELETE', 'ONLINE', 404, { detail: 'Not found.' }],
    ['admin', 'WAITING', 'ONLINE', 200, { status: 'ONLINE' }],
    ['admin', 'WAITING', 'UNSUBMIT', 200, { status: 'UNSUBMIT', remarks: 'low' }],
    ['admin', 'WAITING', 'FAIL', 200, { status: 'FAIL', remarks: 'low' }],
    ['admin', 'WAITING', 'OFFLINE', 400, { code: 'unsupported' }],
    ['admin', 'ONLINE', 'OFFLINE', 400, { code: 'unsupported' }],
    ['admin', 'ONLINE', 'FAIL', 400, { code: 'unsupported' }],
    ['admin', 'UNSUBMIT', 'ONLINE', 400, { code: 'unsupported' }],
    ['stranger', 'ONLINE', 'OFFLINE', 404, { detail: 'Not found.' }],
    ['visitor', 'ONLINE', 'OFFLINE', 404, { detail: 'Not found.' }],
    ['nobody', 'ONLINE', 'OFFLINE', 401, { message: '未认证' }],
  ];
  test.each(moves)('by %s from %s to %s answers %d', async (who, from, to, status, body) => {
    const uuid =
      from === 'WAITING' ? (await submit()).uuid : (await vfine.buildWork({ producer: musician, status: from })).id;
    const reply = await vfine.call(people[who], `PATCH /vfine/v1/works/${uuid}/`, { status: to, remark: 'low' });
    expect(reply).toMatchObject({ status, body });
    expect((await row(uuid)).status).toBe(status === 200 ? to : from);
  });

  test.each<[who: Who, from: WorkState, method: string, to: WorkState | undefined]>([
    ['admin', 'WAITING', 'PATCH', 'ONLINE'],
    ['musician', 'WAITING', 'PATCH', 'UNSUBMIT'],
    ['musician', 'ONLINE', 'PATCH', 'OFFLINE'],
    ['musician', 'OFFLINE', 'DELETE', undefined],
  ])(
    'by %s from %s, %s under a key is answered again where its first answer was lost',
    async (who, from, method, to) => {
      const { id } =
        from === 'WAITING'
          ? { id: (await submit()).uuid }
          : await vfine.buildWork({ producer: musician, status: from });
      const ask = () =>
        vfine.call(people[who], `${method} /vfine/v1/works/${id}/`, to && { status: to }, { 'idempotency-key': id });
      const first = await ask();
      expect(first.status).toBeLessThan(300);
      await loseAnswers(vfine);
      expect(await ask()).toMatchObject({ status: first.status, body: first.body });
    },
  );

  test('a change whose answer was lost opens no review of what was approved meanwhile', async () => {
    const { uuid } = await submit();
    const change = () =>
      vfine.call(musician, `PUT /vfine/v1/works/${uuid}/`, { name: '昼' }, { 'idempotency-key': uuid });
    expect(await change()).toMatchObject({ status: 200, body: { status: 'WAITING' } });
    await loseAnswers(vfine);
    await vfine.call(admin, `PATCH /vfine/v1/works/${uuid}/`, { status: 'ONLINE' });
    expect(await change()).toMatchObject({ status: 200, body: { status: 'ONLINE', name: '昼' } });
    expect(await vfine.flows.isRunning(worksReviewOf(uuid))).toBe(false);
  });

  test.each<[from: WorkState, to: WorkState, status: number]>([
    ['WAITING', 'ONLINE', 400],
    ['WAITING', 'FAIL', 400],
    ['WAITING', 'UNSUBMIT', 200],
    ['ONLINE', 'OFFLINE', 200],
    ['OFFLINE', 'ONLINE', 200],
  ])('an administrator moves a work of their own from %s to %s as its musician: %d', async (from, to, status) => {
    const producer = await vfine.buildMusician({ roles: ['admin'] });
    const { id } = await vfine.buildWork({ producer, status: from });
    expect(await vfine.call(producer, `PATCH /vfine/v1/works/${id}/`, { status: to })).toMatchObject({ status });
    expect(await row(id)).toMatchObject({ status: status === 200 ? to : from });
  });

  test('tells both kinds of UNSUBMIT apart in what is recorded, and tells the musician of an operator’s', async () => {
    const [taken, given] = [await submit(), await submit()];
    await vfine.call(musician, `PATCH /vfine/v1/works/${taken.uuid}/`, { status: 'UNSUBMIT' });
    await vfine.call(admin, `PATCH /vfine/v1/works/${given.uuid}/`, { status: 'UNSUBMIT', remark: '声音太小' });
    const acts = async (id: string) =>
      (await vfine.em().find(Audit, { subject: `work:${id}` }, { orderBy: { id: 'asc' } })).map(
        ({ action, actor, before, after }) => [action, actor, before, after],
      );
    expect(await acts(taken.uuid)).toEqual([
      ['work.submit', musician.uuid, null, 'WAITING'],
      ['work.withdraw', musician.uuid, 'WAITING', 'UNSUBMIT'],
    ]);
    expect(await acts(given.uuid)).toEqual([
      ['work.submit', musician.uuid, null, 'WAITING'],
      ['work.refuse', admin.uuid, 'WAITING', 'UNSUBMIT'],
    ]);
    const messages = await vfine.em().find(Message, { recipient: musician.id, title: 'RETURN_TO_WORK' });
    expect(messages.at(-1)?.args).toMatchObject({ remark: '声音太小' });
  });

  test('ends a review whose process somebody has terminated', async () => {
    const { uuid } = await submit();
    vfine.flows.end(worksReviewOf(uuid));
    const verdict = { status: 'FAIL', remark: 'nobody hears it' };
    const reply = await vfine.call(admin, `PATCH /vfine/v1/works/${uuid}/`, verdict);
    expect(reply).toMatchObject({ status: 200, body: { status: 'FAIL', remarks: verdict.remark } });
    const told = await vfine.em().find(Message, { recipient: musician.id, title: 'FAIL_TO_WORK' });
    expect(told.map(({ args }) => args)).toContainEqual(expect.objectContaining({ remark: verdict.remark }));
  });

  test('puts nothing on the shelf that nobody has heard, although its process is terminated', async () => {
    const { uuid } = await submit({ path: await vfine.putUpload(musician) });
    vfine.flows.end(worksReviewOf(uuid));
    const move = (status: WorkState) => vfine.call(admin, `PATCH /vfine/v1/works/${uuid}/`, { status });
    expect(await move('ONLINE')).toMatchObject({ status: 400, body: { code: 'unsupported' } });
    expect((await row(uuid)).status).toBe('WAITING');
    expect(await move('UNSUBMIT')).toMatchObject({ status: 200 });
  });

  test.each([
    ['admin', 'FAIL', review],
    ['musician', 'UNSUBMIT', withdraw],
  ] as const)('refuses what %s asks for when a verdict came first: %s', async (who, status, update) => {
    const { uuid } = await submit();
    vfine.flows.answer(worksReviewOf(uuid), update, async () => {
      await vfine.em().nativeUpdate(Work, uuid, { status: 'ONLINE' });
      throw new DomainError('conflict', 'not_running');
    });
    const reply = await vfine.call(people[who], `PATCH /vfine/v1/works/${uuid}/`, { status, remark: 'low' });
    expect(reply).toMatchObject({ status: 400, body: { code: 'action_already_done' } });
    expect(await row(uuid)).toMatchObject({ status: 'ONLINE', remarks: '' });
  });
});
