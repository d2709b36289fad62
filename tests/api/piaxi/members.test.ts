import type { User } from '#domain/accounts/user.entity.ts';
import { RoleClaim, WorksInvite, WorksMember } from '#domain/dubbing/member.entity.ts';
import { fileForm, type Reply } from '#tests/kit/http.ts';
import { badRequest, buildPiaxi, loginRequired, missing, refusal, success, type Piaxi } from '#tests/kit/piaxi.ts';

let piaxi: Piaxi;
let ann: User; // who owns
let ben: User; // who is invited
let cay: User; // a stranger
beforeAll(async () => {
  piaxi = await buildPiaxi();
  [ann, ben, cay] = [await piaxi.dubber(), await piaxi.dubber(), await piaxi.dubber()];
});
afterAll(() => piaxi.close());

type Given = Parameters<Piaxi['call']>[2];
const call = (who: User | undefined, endpoint: string, given?: Given) => {
  const [method, path] = endpoint.split(' ');
  return piaxi.call(who, `${method} /piaxi/api${path}`, given);
};
const dataOf = ({ body }: Reply) => (body as { data: unknown }).data;

async function stage() {
  const video = await piaxi.video({ roles: ['陈永仁', '刘健明'] });
  const [first = 0, second = 0] = video.roles.getItems().map(({ id }) => id);
  return { id: (await piaxi.works(ann, video)).id, first, second };
}
const invite = async (id: number) => (dataOf(await call(ann, `POST /works/${id}/invites`)) as { code: string }).code;
const join = (who: User | undefined, code: unknown) => call(who, 'POST /invites', { code });

/** A works that Ben has joined. */
async function shared() {
  const scene = await stage();
  await join(ben, await invite(scene.id));
  return scene;
}
interface Cast {
  members: { member_id: number }[];
  roles: { state: string }[];
}
const castOf = async (who: User, id: number) => dataOf(await call(who, `GET /works/${id}/members`)) as Cast;
const claim = (who: User | undefined, id: number | string, role: number | string) =>
  call(who, `PUT /works/${id}/roles/${role}/claim`);
const release = (who: User | undefined, id: number, role: number) =>
  call(who, `DELETE /works/${id}/roles/${role}/claim`);
const speak = (who: User, id: number, role: number) =>
  call(who, `POST /works/${id}/roles/${role}/voice`, fileForm('file', 'mp3 900', 'v.mp3'));

const noInvite = refusal(404, 'NOT_FOUND', '邀请码无效或已过期');
const taken = refusal(409, 'CONFLICT', '角色已被认领');
const notYours = refusal(403, 'FORBIDDEN', '只能为自己认领的角色配音');

describe('an invitation', () => {
  test('lets somebody in, once and for all', async () => {
    const { id } = await stage();
    const code = await invite(id);
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{10}$/);
    expect(await call(ben, `GET /works/${id}`)).toMatchObject(missing.works);
    for (const spelling of [code, code.toLowerCase()])
      expect(await join(ben, spelling)).toMatchObject(success('加入作品成功', { works_id: id }));
    expect(await piaxi.em().count(WorksMember, { works: id })).toBe(1);
    expect(await call(ben, `GET /works/${id}`)).toMatchObject({ status: 200 });
    expect(await call(ben, `GET /works/${id}/progress`)).toMatchObject({ status: 200 });
    expect(await call(ben, 'GET /invites/works')).toMatchObject({
      body: { data: { works: expect.arrayContaining([expect.objectContaining({ works_id: id })]) as unknown[] } },
    });
  });

  test('is kept as a digest, and changes nothing for the owner', async () => {
    const { id } = await stage();
    const code = await invite(id);
    expect(JSON.stringify(await piaxi.em().find(WorksInvite, { works: id }))).not.toContain(code);
    expect(await join(ann, code)).toMatchObject({ status: 200 });
    expect(await piaxi.em().count(WorksMember, { works: id })).toBe(0);
  });

  test('ends with the next one, and after seven days', async () => {
    const { id } = await stage();
    const [former, code] = [await invite(id), await invite(id)];
    expect(await join(ben, former)).toMatchObject(noInvite);
    await piaxi.em().nativeUpdate(WorksInvite, { works: id }, { expiresAt: new Date() });
    expect(await join(ben, code)).toMatchObject(noInvite);
  });

  test('lets in twenty people', async () => {
    const { id } = await stage();
    const code = await invite(id);
    const people = await Promise.all(Array.from({ length: 21 }, () => piaxi.dubber()));
    const replies = [];
    for (const person of people) replies.push((await join(person, code)).status);
    expect(replies).toEqual([...Array.from({ length: 20 }, () => 200), 409]);
  });

  test('taken twice at once is one membership', async () => {
    const { id } = await stage();
    const code = await invite(id);
    expect((await Promise.all([join(ben, code), join(ben, code)])).map(({ status }) => status)).toEqual([200, 200]);
    expect(await piaxi.em().count(WorksMember, { works: id })).toBe(1);
  });

  test.each([undefined, null, '', 'short', 'ELEVENCHARS', '中文中文中文中文中文', 5, ['ABCDEFGHJK'], 'ABCDEFGHJ\0'])(
    'refuses the code %j',
    async (code) => expect(await join(ben, code)).toMatchObject(badRequest),
  );

  test('refuses an unknown code', async () => expect(await join(ben, 'ABCDEFGHJK')).toMatchObject(noInvite));

  test('is the owner’s to make', async () => {
    const { id } = await shared();
    expect(await call(ben, `POST /works/${id}/invites`)).toMatchObject(missing.works);
    expect(await call(cay, `POST /works/${id}/invites`)).toMatchObject(missing.works);
  });
});

describe('roles', () => {
  test('are taken by one, shown to all, and recorded by who has taken them', async () => {
    const { id, first, second } = await shared();
    expect(await speak(ben, id, first)).toMatchObject(notYours);
    expect(await claim(ben, id, first)).toMatchObject(success('认领角色成功'));
    expect(await claim(ben, id, first)).toMatchObject({ status: 200 });
    expect(await claim(ann, id, first)).toMatchObject(taken);
    expect((await castOf(ben, id)).roles).toMatchObject([{ state: 'mine' }, { state: 'free' }]);
    expect((await castOf(ann, id)).roles).toMatchObject([{ state: 'taken' }, { state: 'free' }]);
    expect(await speak(ben, id, first)).toMatchObject({ status: 200 });
    expect(await speak(ben, id, second)).toMatchObject(notYours);
    expect(await speak(ann, id, second)).toMatchObject({ status: 200 });
    expect(await speak(cay, id, first)).toMatchObject(missing.works);
  });

  test('wanted by two at once are one’s', async () => {
    const { id, first } = await shared();
    const replies = await Promise.all([claim(ann, id, first), claim(ben, id, first)]);
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(await piaxi.em().count(RoleClaim, { works: id })).toBe(1);
  });

  test('are given back by who has them, or by the owner', async () => {
    const { id, first, second } = await shared();
    await claim(ben, id, first);
    await claim(ann, id, second);
    expect(await release(ben, id, second)).toMatchObject(taken);
    expect(await release(ben, id, first)).toMatchObject(success('释放角色成功'));
    expect(await release(ben, id, first)).toMatchObject({ status: 200 });
    await claim(ben, id, first);
    expect(await release(ann, id, first)).toMatchObject({ status: 200 });
    expect((await castOf(ben, id)).roles).toMatchObject([{ state: 'free' }, { state: 'taken' }]);
  });

  test('of other clips, and other works, are not there', async () => {
    const [{ id }, other] = [await shared(), await stage()];
    const noRole = refusal(404, 'NOT_FOUND', '角色不存在');
    expect(await claim(ben, id, other.first)).toMatchObject(noRole);
    expect(await release(ben, id, other.first)).toMatchObject(noRole);
    expect(await claim(cay, id, other.first)).toMatchObject(missing.works);
    expect(await claim(ben, 'x', 1)).toMatchObject(badRequest);
    expect(await claim(ben, id, 'x')).toMatchObject(badRequest);
  });
});

describe('members', () => {
  test('leave by themselves or are sent away by the owner; their roles are free again', async () => {
    const { id, first } = await shared();
    await claim(ben, id, first);
    const [member] = (await castOf(ann, id)).members;
    expect(member).toMatchObject({ is_me: false });
    expect(await call(ann, `DELETE /works/${id}/members/${member?.member_id}`)).toMatchObject(success('移除成员成功'));
    expect(await call(ben, `GET /works/${id}`)).toMatchObject(missing.works);
    expect((await castOf(ann, id)).roles[0]).toMatchObject({ state: 'free' });
    await join(ben, await invite(id));
    const [again] = (await castOf(ben, id)).members;
    expect(await call(ben, `DELETE /works/${id}/members/${again?.member_id}`)).toMatchObject({ status: 200 });
  });

  test('do not send each other away', async () => {
    const { id } = await shared();
    await join(cay, await invite(id));
    const [member] = (await castOf(ann, id)).members;
    const noMember = refusal(404, 'NOT_FOUND', '成员不存在');
    expect(await call(cay, `DELETE /works/${id}/members/${member?.member_id}`)).toMatchObject(noMember);
    expect(await call(ann, `DELETE /works/${id}/members/999999`)).toMatchObject(noMember);
    expect(await call(ann, `DELETE /works/${id}/members/x`)).toMatchObject(badRequest);
  });

  test.each<[what: string, ask: (id: number) => Promise<Reply>]>([
    ['render', (id) => call(ben, `POST /works/${id}`, {})],
    ['submit', (id) => call(ben, `POST /works/${id}/dubbing`, {})],
    ['stop', (id) => call(ben, `DELETE /works/${id}/dubbing`)],
    ['change the subtitle', (id) => call(ben, `POST /works/${id}/subtitle`, { subtitle: [] })],
    [
      'speak for the whole clip',
      (id) => piaxi.call(ben, `POST /piaxi/files/works/${id}/voice.mp3`, fileForm('file', 'mp3 1', 'v.mp3')),
    ],
  ])('do not %s: that is the owner’s', async (_what, ask) => {
    expect(await ask((await shared()).id)).toMatchObject(missing.works);
  });
});

test.each([
  'POST /works/1/invites',
  'POST /invites',
  'GET /invites/works',
  'GET /works/1/members',
  'DELETE /works/1/members/1',
  'PUT /works/1/roles/1/claim',
  'DELETE /works/1/roles/1/claim',
])('%s asks for a login', async (endpoint) => {
  expect(await call(undefined, endpoint)).toMatchObject(loginRequired);
});

test('nothing of this was a fault', () => expect(piaxi.faults).toEqual([]));
