import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { Work } from '#domain/works/work.entity.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';

type Shown = Record<string, unknown> & { uuid: string; name: string };
interface Page {
  count: number;
  results: Shown[];
}

let vfine: Vfine;
let musician: User;
let admin: User;
beforeAll(async () => {
  vfine = await buildVfine();
  musician = await vfine.buildMusician();
  admin = await vfine.buildOperator();
});
afterAll(() => vfine.close());

const collect = (who: User | undefined, uuid: string, type = 'LIKE') =>
  vfine.call(who, 'PUT /vfine/v1/users/collect-work/', { uuid, type });
const countOf = async (id: string) => (await vfine.em().findOneOrFail(Work, id)).collectCount;
const get = async (path: string) => (await vfine.call(undefined, `GET /vfine/v1${path}`)).body as Page;
const uuids = ({ results }: Page) => results.map(({ uuid }) => uuid);

describe('PUT /users/collect-work/', () => {
  test('counts once, however often and in parallel it is asked, and back', async () => {
    const [user, other] = [await vfine.buildUser(), await vfine.buildUser()];
    const { id } = await vfine.buildWork({ producer: musician });
    const replies = await Promise.all(Array.from({ length: 6 }, () => collect(user, id)));
    expect(replies.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204, 204]);
    await collect(other, id);
    expect(await countOf(id)).toBe(2);
    await Promise.all(Array.from({ length: 4 }, () => collect(user, id, 'UN-LIKE')));
    expect(await countOf(id)).toBe(1);
    await collect(user, id, 'UN-LIKE');
    expect(await countOf(id)).toBe(1);
  });

  test.each([
    ['no type', { type: undefined }, 400, 'missing_body_field'],
    ['no uuid', { uuid: undefined }, 400, 'missing_body_field'],
    ['another type', { type: 'FOLLOW' }, 400, 'invalid_value'],
    ['what is no uuid', { uuid: 'x' }, 400, 'invalid_value'],
  ])('refuses %s', async (_what, change, status, code) => {
    const given = { uuid: randomUUID(), type: 'LIKE', ...change };
    const reply = await vfine.call(musician, 'PUT /vfine/v1/users/collect-work/', given);
    expect(reply).toMatchObject({ status, body: { code } });
  });

  test('finds only what is on the shelf, and lets go of what has left it', async () => {
    const user = await vfine.buildUser();
    for (const status of ['WAITING', 'OFFLINE', 'DELETE'] as const)
      expect(await collect(user, (await vfine.buildWork({ producer: musician, status })).id)).toMatchObject({
        status: 404,
      });
    expect(await collect(user, randomUUID())).toMatchObject({ status: 404 });
    expect(await collect(undefined, randomUUID())).toMatchObject({ status: 401 });
    const work = await vfine.buildWork({ producer: musician });
    await collect(user, work.id);
    await vfine.call(musician, `PATCH /vfine/v1/works/${work.id}/`, { status: 'OFFLINE' });
    expect(await get(`/users/${user.uuid}/collection-works/`)).toMatchObject({ count: 0 });
    expect(await collect(user, work.id, 'UN-LIKE')).toMatchObject({ status: 204 });
    expect(await countOf(work.id)).toBe(0);
  });
});

test('GET /users/:uuid/collection-works/ has the last one first', async () => {
  const user = await vfine.buildUser();
  const [first, second] = [
    await vfine.buildWork({ producer: musician }),
    await vfine.buildWork({ producer: musician }),
  ];
  await collect(user, first.id);
  await collect(user, second.id);
  const page = await get(`/users/${user.uuid}/collection-works/`);
  expect(uuids(page)).toEqual([second.id, first.id]);
  expect(page.results[0]).toMatchObject({ collect_count: 1, producer: musician.uuid });
  expect(await vfine.call(undefined, `GET /vfine/v1/users/${randomUUID()}/collection-works/`)).toMatchObject({
    status: 404,
  });
});

describe('stars', () => {
  test('of works are given and taken by operators and shown while on the shelf, the last one first', async () => {
    const works = [await vfine.buildWork({ producer: musician }), await vfine.buildWork({ producer: musician })];
    for (const { id } of works) {
      expect(await vfine.call(admin, 'POST /vfine/v1/works/star', { pk: id })).toMatchObject({ status: 204 });
      vfine.clock.forward(1);
    }
    await vfine.call(admin, 'POST /vfine/v1/works/star', { pk: works[0]?.id });
    const ids = works.map(({ id }) => id);
    vfine.clock.reset();
    expect(await vfine.call(undefined, 'GET /vfine/v1/works/star/')).toMatchObject({ status: 200 });
    expect(uuids(await get('/works/star/'))).toEqual(ids.toReversed());
    await vfine.call(musician, `PATCH /vfine/v1/works/${ids[1]}/`, { status: 'OFFLINE' });
    expect(uuids(await get('/works/star'))).toEqual([ids[0]]);
    expect(await vfine.call(admin, 'DELETE /vfine/v1/works/star/', { pk: ids[0] })).toMatchObject({ status: 204 });
    expect(await get('/works/star/')).toMatchObject({ count: 0, results: [] });
    const acts = await vfine.em().find(Audit, { subject: `work:${ids[0]}` }, { orderBy: { id: 'asc' } });
    expect(acts).toMatchObject([
      { action: 'star', actor: admin.uuid, before: 'NORMAL', after: 'STAR' },
      { action: 'star', actor: admin.uuid, before: 'STAR', after: 'STAR' },
      { action: 'unstar', actor: admin.uuid, before: 'STAR', after: 'NORMAL' },
    ]);
  });

  test.each([
    ['what is no uuid', 'x', 400],
    ['an unknown work', randomUUID(), 404],
  ])('are refused to %s', async (_what, pk, status) => {
    for (const endpoint of ['POST /vfine/v1/works/star', 'DELETE /vfine/v1/works/star/'])
      expect(await vfine.call(admin, endpoint, { pk })).toMatchObject({ status });
  });

  test('of musicians come with their newest twenty works for sale', async () => {
    const star = await vfine.buildMusician({ starredAt: new Date(), name: 'Musician1' });
    for (let i = 0; i < 22; i++)
      await vfine.buildWork({ producer: star, name: `w${i}`, createdAt: new Date(Date.UTC(2020, 1, 1, 0, i)) });
    await vfine.buildWork({ producer: star, name: 'not for sale', canSell: false });
    await vfine.buildWork({ producer: star, name: 'not on the shelf', status: 'OFFLINE' });
    const { count, results } = (await get('/mps/star/')) as { count: number; results: Record<string, unknown>[] };
    expect({ count, name: results[0]?.['name'] }).toEqual({ count: 1, name: 'Musician1' });
    const forSale = results[0]?.['can_sell_list'] as Shown[];
    expect(forSale.map(({ name }) => name)).toEqual(Array.from({ length: 20 }, (_, i) => `w${21 - i}`));
  });
});

test('how often a musician’s works were collected counts in profiles and lists and orders followers', async () => {
  const [star, loved, unknown] = [
    await vfine.buildMusician(),
    await vfine.buildMusician(),
    await vfine.buildMusician(),
  ];
  await vfine.buildWork({ producer: loved, collectCount: 3 });
  await vfine.buildWork({ producer: loved, collectCount: 2, status: 'OFFLINE' });
  await vfine.buildWork({ producer: loved, collectCount: 9, status: 'DELETE' });
  for (const one of [loved, unknown]) {
    await vfine.call(one, 'PUT /vfine/v1/users/update-relation', { type: 'FOLLOW', uuid: star.uuid });
    await vfine.call(star, 'PUT /vfine/v1/users/update-relation', { type: 'FOLLOW', uuid: one.uuid });
  }
  for (const what of ['followers', 'following']) {
    const { body } = await vfine.call(star, `GET /vfine/v1/users/${what}`);
    expect((body as { data: { works_likes: number }[] }).data.map((one) => one.works_likes)).toEqual([5, 0]);
  }
  const { body } = await vfine.call(undefined, `GET /vfine/v1/users/${loved.uuid}/`);
  expect(body).toMatchObject({ works_collected_count: 5 });
  const musicians = await get('/mps/?sort=NEWEST&page_size=100');
  expect(musicians.results.find(({ uuid }) => uuid === loved.uuid)).toMatchObject({ works_likes: 5 });
});
