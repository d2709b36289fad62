import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { Album } from '#domain/albums/album.entity.ts';
import { buildTravel, refusal, success, type Travel } from '#tests/kit/travel.ts';

let world: Travel;
let owner: User;
let reader: User;
beforeAll(async () => {
  world = await buildTravel();
  owner = await world.traveller({ phone: '13900002222' });
  reader = await world.traveller();
});
afterAll(() => world.close());

type Data = Record<string, unknown>;
type Kind = 'movie' | 'photo';
const dataOf = ({ body }: { body: unknown }): Data => (body as { data: Data }).data;
const ask = (who: User | undefined, endpoint: string, fields?: Data) => world.call(who, endpoint, fields);
const missing = { movie: refusal('找不到影集'), photo: refusal('找不到长图') };
const badInput = refusal('参数无效');
const noComment = refusal('找不到评论');
const already = refusal('已经点过赞啦~');
const make = (kind: Kind, fields: Partial<Album> = {}) =>
  world.album(owner, 'FINISHED', { kind, isPublic: true, ...fields });
const comment = async (kind: Kind, wid: number, who = reader, text = 'nice'): Promise<number> =>
  dataOf(await ask(who, `POST /travel/${kind}/${wid}/comment/new`, { text }))['comment_id'] as number;

describe.each<[Kind, Kind]>([
  ['movie', 'photo'],
  ['photo', 'movie'],
])('a shared %s', (kind, other) => {
  test('is liked once a person, with a true count also for many at once', async () => {
    const { id } = await make(kind);
    const people = await Promise.all(Array.from({ length: 5 }, () => world.traveller()));
    for (const person of people) await world.tokenOf(person);
    const tries = people.flatMap((person) => [person, person]);
    const replies = await Promise.all(tries.map((who) => ask(who, `GET /travel/${kind}/${id}/like`)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(
      replies.filter(({ status }) => status !== 200).every(({ body }) => already.body.msg === (body as Data)['msg']),
    ).toBe(true);
    expect(dataOf(await ask(reader, `POST /travel/${kind}/${id}/like`))).toEqual({ like_num: 6 });
    expect(await ask(reader, `GET /travel/${kind}/${id}/like`)).toMatchObject(already);
  });

  test('is commented on, and everybody reads that', async () => {
    const { id } = await make(kind);
    const [first, second] = [await comment(kind, id), await comment(kind, id, owner, '谢谢😀')];
    await ask(owner, `GET /travel/${kind}/comment/${first}/like`);
    const reply = await ask(undefined, `GET /travel/${kind}/${id}/comment`);
    const time = expect.stringMatching(/^\d{4}-/);
    const avatar = '/travel/static/avatars/default.png';
    expect(reply).toMatchObject({ status: 200, body: { code: 200, msg: '获取成功' } });
    expect(dataOf(reply)).toEqual({
      comment_num: 2,
      comments: [
        { comment_id: first, uid: reader.id, uname: reader.uname, gender: 0, avatar, text: 'nice', time, like_num: 1 },
        { comment_id: second, uid: owner.id, uname: owner.uname, gender: 0, avatar, text: '谢谢😀', time, like_num: 0 },
      ],
    });
    expect(JSON.stringify(reply.body)).not.toContain('13900002222');
  });

  test('has comments of a series of its own', async () => {
    const { id } = await make(kind);
    const cid = await comment(kind, id);
    for (const place of [other, 'forum'])
      for (const act of ['like', 'delete'])
        expect(await ask(reader, `GET /travel/${place}/comment/${cid}/${act}`)).toMatchObject(noComment);
    expect(await ask(owner, `GET /travel/${kind}/comment/${cid}/delete`)).toMatchObject(noComment);
    expect(await ask(reader, `GET /travel/${kind}/comment/${cid}/delete`)).toMatchObject(success('操作成功'));
    expect(await ask(reader, `GET /travel/${kind}/comment/${cid}/delete`)).toMatchObject(noComment);
    expect(dataOf(await ask(undefined, `GET /travel/${kind}/${id}/comment`))).toEqual({ comment_num: 0, comments: [] });
  });

  test('is not there under the other kind', async () => {
    const { id } = await make(kind);
    expect(await ask(reader, `GET /travel/${other}/${id}/like`)).toMatchObject(missing[other]);
    expect(await ask(reader, `GET /travel/${other}/${id}/comment`)).toMatchObject(missing[other]);
  });

  test.each<[string, Partial<Album>, boolean]>([
    ['not shared', { isPublic: false }, true],
    ['hidden by an operator', { isHidden: true }, true],
    ['deleted', { state: 'DELETED' }, false],
    ['expired', { state: 'EXPIRED' }, false],
  ])('that is %s is not there for others', async (_name, fields, isForOwner) => {
    const { id } = await make(kind, fields);
    expect(await ask(reader, `GET /travel/${kind}/${id}/like`)).toMatchObject(missing[kind]);
    expect(await ask(undefined, `GET /travel/${kind}/${id}/comment`)).toMatchObject(missing[kind]);
    expect(await ask(reader, `POST /travel/${kind}/${id}/comment/new`, { text: 'x' })).toMatchObject(badInput);
    expect((await ask(owner, `GET /travel/${kind}/${id}/like`)).status).toBe(isForOwner ? 200 : 403);
  });

  test('that is not shared any more has comments that nobody else can like', async () => {
    const album = await make(kind);
    const cid = await comment(kind, album.id);
    await world.em().nativeUpdate(Album, album.id, { isPublic: false });
    expect(await ask(reader, `GET /travel/${kind}/comment/${cid}/like`)).toMatchObject(noComment);
    expect((await ask(owner, `GET /travel/${kind}/comment/${cid}/like`)).status).toBe(200);
  });

  test.each(['0', '999999999', 'x', '-1', '1.5', '99999999999999999999'])('has no number %s', async (id) => {
    expect(await ask(reader, `GET /travel/${kind}/${id}/like`)).toMatchObject(missing[kind]);
    expect(await ask(undefined, `GET /travel/${kind}/${id}/comment`)).toMatchObject(missing[kind]);
    expect(await ask(reader, `POST /travel/${kind}/${id}/comment/new`, { text: 'x' })).toMatchObject(badInput);
    for (const act of ['like', 'delete'])
      expect(await ask(reader, `GET /travel/${kind}/comment/${id}/${act}`)).toMatchObject(noComment);
  });

  test.each<[string, Data]>([
    ['no text', {}],
    ['an empty text', { text: ' ' }],
    ['a text of a mile', { text: 'x'.repeat(1001) }],
    ['a text with NUL', { text: 'a\0' }],
    ['a list', { text: ['a'] }],
  ])('takes no comment with %s', async (_name, fields) => {
    const { id } = await make(kind);
    expect(await ask(reader, `POST /travel/${kind}/${id}/comment/new`, fields)).toMatchObject(badInput);
  });

  test('is open to who is logged in, and closed to foreign pages', async () => {
    const { id } = await make(kind);
    const login = refusal('未登录或登录超时');
    for (const path of [`${id}/like`, 'comment/1/like', 'comment/1/delete'])
      expect(await ask(undefined, `GET /travel/${kind}/${path}`)).toMatchObject(login);
    expect(await ask(undefined, `POST /travel/${kind}/${id}/comment/new`, { text: 'x' })).toMatchObject(login);
    const headers = { origin: 'https://evil.example.org' };
    const foreign = await world.call(reader, `GET /travel/${kind}/${id}/like`, undefined, headers);
    expect(foreign).toMatchObject(refusal('不允许跨站请求'));
  });
});

const movies = async (path: string, who?: User) =>
  dataOf(await ask(who, `GET /travel/movie/${path}`))['movies'] as Data[];

describe('lists of films', () => {
  test('tell the true number of likes and comments', async () => {
    const { id } = await make('movie', { tag: 77 });
    await comment('movie', id);
    await comment('movie', id);
    for (const who of [owner, reader]) await ask(who, `GET /travel/movie/${id}/like`);
    const counts = expect.objectContaining({ work_id: id, like_num: 2, comment_num: 2 });
    expect(await movies('all')).toContainEqual(counts);
    expect(await movies('list', owner)).toContainEqual(counts);
    expect(await movies('myall', owner)).toContainEqual(counts);
    expect(await movies('tag/77')).toEqual([counts]);
  });

  test('of one tag hold what is shared, finished and not hidden', async () => {
    const tag = 78;
    const shown = await make('movie', { tag });
    await make('movie', { tag: 79 });
    await make('movie', { tag, isPublic: false });
    await make('movie', { tag, isHidden: true });
    await world.album(owner, 'QUEUED', { isPublic: true, tag });
    expect((await movies(`tag/${tag}`)).map((one) => one['work_id'])).toEqual([shown.id]);
    expect(dataOf(await ask(reader, `GET /travel/movie/tag/${tag}`))).toMatchObject({ uid: reader.id, movie_num: 1 });
    for (const unknown of ['80', '9'.repeat(30)]) expect(await movies(`tag/${unknown}`)).toEqual([]);
  });

  test.each(['x', '-1', '1.5', '%00'])('there is no tag %s', async (tag) => {
    expect(await ask(undefined, `GET /travel/movie/tag/${tag}`)).toMatchObject(badInput);
  });
});

test('new works are shared where the operator wants that', async () => {
  const open = await buildTravel({ settings: { shareByDefault: true } });
  try {
    const someone = await open.traveller();
    const { body } = await open.call(someone, 'GET /travel/movie/new');
    expect((await open.row(dataOf({ body })['work_id'] as number)).isPublic).toBe(true);
  } finally {
    await open.close();
  }
});
