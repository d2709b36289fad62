import { afterAll, describe, expect, test } from '@jest/globals';
import { Comment } from '#domain/community/comment.entity.ts';
import { Like } from '#domain/community/like.entity.ts';
import { buildForum, dataOf } from '#tests/kit/forum.ts';
import { refusal } from '#tests/kit/travel.ts';

const { world, author, reader, get, ask, publish, comment, close } = await buildForum();
afterAll(close);

const login = refusal('未登录或登录超时');
const noPost = refusal('找不到文章');
const noComment = refusal('找不到评论');

describe('liking', () => {
  test('counts each person once, for posts and comments apart', async () => {
    const pid = await publish();
    const cid = await comment(pid);
    for (const [path, already] of [
      [`post/${pid}`, 1],
      [`comment/${cid}`, 1],
    ] as const) {
      const liked = await ask(author, `GET /travel/forum/${path}/like`);
      expect(liked).toMatchObject({ status: 200, body: { msg: '操作成功', data: { like_num: already } } });
      expect(await ask(author, `POST /travel/forum/${path}/like`)).toMatchObject(refusal('已经点过赞啦~'));
      expect(dataOf(await ask(reader, `POST /travel/forum/${path}/like`))).toEqual({ like_num: 2 });
    }
    expect(await get(`/post/${pid}`)).toMatchObject({ like_num: 2, comments: [{ comment_id: cid, like_num: 2 }] });
    expect(await get('/page/1')).toMatchObject({ 0: { post_id: pid, like_num: 2 } });
  });

  test('at once counts once a person, and every person', async () => {
    const pid = await publish();
    const people = await Promise.all(Array.from({ length: 6 }, () => world.traveller()));
    for (const person of people) await world.tokenOf(person);
    const tries = people.flatMap((person) => [person, person, person]);
    const replies = await Promise.all(tries.map((who) => ask(who, `GET /travel/forum/post/${pid}/like`)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(6);
    expect(replies.filter(({ status }) => status !== 200)).toEqual(
      expect.arrayContaining([expect.objectContaining(refusal('已经点过赞啦~'))]),
    );
    expect(await get(`/post/${pid}`)).toMatchObject({ like_num: 6 });
  });

  test('and commenting while the post is deleted are never a fault', async () => {
    for (let round = 0; round < 4; round++) {
      const pid = await publish();
      const replies = await Promise.all([
        ask(reader, 'POST /travel/forum/comment/new', { pid, text: 'x' }),
        ask(author, `GET /travel/forum/post/${pid}/delete`),
        ask(reader, `GET /travel/forum/post/${pid}/like`),
      ]);
      expect(replies.every(({ status }) => status === 200 || status === 403)).toBe(true);
      expect(await world.em().count(Comment, { post: pid })).toBe(0);
      expect(await world.em().count(Like, { post: pid })).toBe(0);
    }
  });

  test.each(['post/999999999', 'post/x', 'post/0'])('%s is not there', async (path) => {
    expect(await ask(reader, `GET /travel/forum/${path}/like`)).toMatchObject(noPost);
  });
  test.each(['comment/999999999', 'comment/x', 'comment/-1'])('%s is not there', async (path) => {
    expect(await ask(reader, `GET /travel/forum/${path}/like`)).toMatchObject(noComment);
  });
});

describe('the door', () => {
  test.each([
    'POST /travel/forum/post/new',
    'POST /travel/forum/post/1/edit',
    'GET /travel/forum/post/1/delete',
    'POST /travel/forum/post/1/delete',
    'GET /travel/forum/post/1/like',
    'POST /travel/forum/comment/new',
    'GET /travel/forum/comment/1/delete',
    'GET /travel/forum/comment/1/like',
  ])('%s asks for a login, first of all', async (endpoint) => {
    expect(await ask(undefined, endpoint)).toMatchObject(login);
  });

  test.each(['post/1/delete', 'post/1/like', 'comment/1/delete', 'comment/1/like'])(
    'a foreign page cannot ask for %s',
    async (path) => {
      const headers = { origin: 'https://evil.example.org' };
      const reply = await world.call(author, `GET /travel/forum/${path}`, undefined, headers);
      expect(reply).toMatchObject(refusal('不允许跨站请求'));
    },
  );

  test.each(['/forum/post/new', '/forum/comment/new', '/forum/post/1/edit'])('%s asks for POST', async (path) => {
    expect(await ask(author, `GET /travel${path}`)).toMatchObject(refusal('请使用 POST 请求'));
  });

  test('both spellings of the front page are served', async () => {
    expect((await world.call(undefined, 'GET /travel/forum')).status).toBe(200);
  });
});
