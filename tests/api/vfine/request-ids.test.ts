import { afterAll, describe, expect, test } from '@jest/globals';
import { Audit } from '#domain/shared/audit.entity.ts';
import { worksReviewOf } from '#workflows/works-review/contract.ts';
import { equip, openTakeouts } from '#tests/kit/takeouts.ts';
import { castWorks } from '#tests/kit/works-cast.ts';

const { vfine, people, row, submit } = await castWorks();
const { musician, admin } = people;
afterAll(() => vfine.close());

const headers = { 'x-request-id': 'aaaaaaaa' };
const acts = async (where: object) => {
  const found = await vfine.em().find(Audit, { ...where, requestId: 'aaaaaaaa' }, { orderBy: { id: 'asc' } });
  return found.map(({ actor, action }) => [actor, action]);
};
const patch = (who: keyof typeof people, uuid: string, status: string) =>
  vfine.call(people[who], `PATCH /vfine/v1/works/${uuid}/`, { status }, headers);

describe('a request id that was brought before hides nothing', () => {
  test('of two who look at the same', async () => {
    openTakeouts(vfine, { says: 'done' });
    const other = await vfine.buildOperator();
    const user = await vfine.buildMusician();
    await equip({ orm: vfine.orm, secrets: vfine.ports.secrets }, user, 10_000);
    const asked = await vfine.call(user, 'POST /vfine/v1/takeout/', { money: '100.00' });
    const { uuid } = asked.body as { uuid: string };
    for (const who of [admin, other, other]) await vfine.call(who, 'GET /vfine/v1/admin/takeout/', undefined, headers);
    const looks = [admin, other, other].map((who) => [who.uuid, 'takeout.read']);
    expect(await acts({ subject: `takeout:${uuid}` })).toEqual(looks);
  });

  test('of accounts that are changed', async () => {
    const user = await vfine.buildMusician();
    for (const [method, account] of Object.entries({ POST: 'one', PUT: 'two' }))
      await vfine.call(user, `${method} /vfine/v1/pay_account/`, { type: 'alipay', account }, headers);
    await vfine.call(user, 'PUT /vfine/v1/pay_account/', { type: 'alipay', account: 'three' }, headers);
    const [bind, change] = ['pay-account.bind', 'pay-account.change'].map((action) => [user.uuid, action]);
    expect(await acts({ actor: user.uuid })).toEqual([bind, change, change]);
  });

  test('of moves on and off the shelf', async () => {
    const { id } = await vfine.buildWork({ producer: musician, status: 'ONLINE' });
    for (const status of ['OFFLINE', 'ONLINE', 'OFFLINE']) await patch('musician', id, status);
    const moves = ['work.takeDown', 'work.putUp', 'work.takeDown'].map((action) => [musician.uuid, action]);
    expect(await acts({ subject: `work:${id}` })).toEqual(moves);
  });

  test('of verdicts on a work whose process somebody has terminated, each time', async () => {
    const { uuid } = await submit();
    for (let times = 0; times < 2; times++) {
      vfine.flows.end(worksReviewOf(uuid));
      expect(await patch('admin', uuid, 'UNSUBMIT')).toMatchObject({ status: 200, body: { status: 'UNSUBMIT' } });
      await vfine.call(musician, `PUT /vfine/v1/works/${uuid}/`, { name: '夜', path: 'sdas.path' });
      expect((await row(uuid)).status).toBe('WAITING');
    }
    const refusals = [1, 2].map(() => [admin.uuid, 'work.refuse']);
    expect(await acts({ subject: `work:${uuid}` })).toEqual(refusals);
  });
});
