import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import type { WorkState } from '#domain/works/work.machine.ts';
import { castWorks, type Shown, type Who } from '#tests/kit/works-cast.ts';

const { vfine, people } = await castWorks();
const { admin } = people;
beforeEach(() => vfine.flows.forget());
afterAll(() => vfine.close());

const owner = { name: '李四', phone: '+8618566669999', address: '北京市朝阳区 1 号' };

describe('lists of a musician', () => {
  const states: WorkState[] = ['UNSUBMIT', 'WAITING', 'ONLINE', 'OFFLINE', 'FAIL', 'DELETE'];
  let author: User;
  beforeAll(async () => {
    author = await vfine.buildMusician();
    for (const [i, status] of states.entries())
      await vfine.buildWork({
        producer: author,
        status,
        remarks: 'low',
        createdAt: new Date(Date.UTC(2017, 1, 21, 5, i)),
      });
  });
  type Page = { count: number; results: Shown[] };

  test('GET /mps/works/ has every state but DELETE, the newest first', async () => {
    const { body } = await vfine.call(author, 'GET /vfine/v1/mps/works/');
    const { count, results } = body as Page;
    expect(count).toBe(5);
    expect(results.map(({ status }) => status)).toEqual(['FAIL', 'OFFLINE', 'ONLINE', 'WAITING', 'UNSUBMIT']);
    expect(results[0]).toMatchObject({ created_at: '2017-02-21 05:04', remarks: 'low' });
  });

  test.each(['/works/', '/works'])('GET /mps/:uuid%s has what is on the shelf, without remarks', async (path) => {
    const { body } = await vfine.call(undefined, `GET /vfine/v1/mps/${author.uuid}${path}`);
    expect(body).toMatchObject({ count: 1, results: [{ status: 'ONLINE', remarks: '' }] });
  });

  test.each<[string, number]>([
    ['/mps/works/', 401],
    ['/mps/00000000-0000-4000-8000-000000000000/works/', 404],
    [`/mps/nobody/works/`, 404],
  ])('GET %s answers nobody %d', async (path, status) => {
    expect(await vfine.call(undefined, `GET /vfine/v1${path}`)).toMatchObject({ status });
  });

  test('an operator has no works of their own', async () => {
    expect(await vfine.call(admin, 'GET /vfine/v1/mps/works/')).toMatchObject({ status: 403 });
  });
});

describe('the owner of the copyright', () => {
  const masked = { name: '李四', phone: '+86*******9999', address: '' };
  async function shownTo(who: Who): Promise<object | undefined> {
    const author = await vfine.buildMusician();
    const asker = who === 'musician' ? author : people[who];
    const made = await vfine.call(author, 'POST /vfine/v1/works/', { name: '夜', path: 'a.mp3', owner });
    const { uuid } = made.body as Shown;
    await vfine.call(admin, `PATCH /vfine/v1/works/${uuid}/`, { status: 'ONLINE' });
    const { body } = await vfine.call(asker, `GET /vfine/v1/mps/${author.uuid}/works/`);
    return (body as { results: Shown[] }).results[0]?.owner;
  }

  test.each<[Who, object]>([
    ['musician', owner],
    ['admin', owner],
    ['stranger', masked],
    ['nobody', masked],
  ])('is shown to %s as far as it is theirs', async (who, shown) => {
    expect(await shownTo(who)).toEqual(shown);
  });

  test('is shown to everybody where the platform is set to', async () => {
    vfine.ports.settings.showOwners = true;
    expect(await shownTo('nobody')).toEqual(owner);
    vfine.ports.settings.showOwners = false;
  });
});
