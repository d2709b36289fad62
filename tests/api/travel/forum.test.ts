import { afterAll, describe, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { Comment } from '#domain/community/comment.entity.ts';
import { Like } from '#domain/community/like.entity.ts';
import { buildForum, type Data } from '#tests/kit/forum.ts';
import { refusal, success } from '#tests/kit/travel.ts';

const { world, author, reader, get, ask, publish, comment, close } = await buildForum();
afterAll(close);

const badInput = refusal('参数无效');
const noPost = refusal('找不到文章');
const noComment = refusal('找不到评论');
const time = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
const signatureOf = (user: User) => ({
  uid: user.id,
  uname: user.uname,
  gender: 0,
  avatar: '/travel/static/avatars/default.png',
});

describe('reading', () => {
  test('pages hold ten, newest first, and the front page the newest ten', async () => {
    const ids: number[] = [];
    for (let i = 0; i < 12; i++) ids.unshift(await publish({ title: `t${i}` }));
    const front = await get('/');
    expect(front['post_num']).toBeGreaterThanOrEqual(12);
    expect((front['new_posts'] as Data[]).map((post) => post['post_id'])).toEqual(ids.slice(0, 10));
    expect(await get('/page/1')).toEqual(front['new_posts']);
    expect(((await get('/page/2')) as unknown as Data[]).slice(0, 2).map((post) => post['post_id'])).toEqual(
      ids.slice(10),
    );
  });

  test('shows a post whole with its comments, and in lists its first fifty characters', async () => {
    const text = '山高水长😀'.repeat(20);
    const pid = await publish({ text, type: '7' });
    const cids = [await comment(pid, 'first'), await comment(pid, 'second', author)];
    const head = { post_id: pid, ...signatureOf(author), title: 'Title', type: 7, time, like_num: 0 };
    expect(await get(`/post/${pid}`)).toEqual({
      ...head,
      text,
      comment_num: 2,
      comments: [
        { comment_id: cids[0], ...signatureOf(reader), text: 'first', time, like_num: 0 },
        { comment_id: cids[1], ...signatureOf(author), text: 'second', time, like_num: 0 },
      ],
    });
    const [newest] = (await get('/')).new_posts as Data[];
    expect(newest).toEqual({ ...head, text: '山高水长😀'.repeat(10) });
    const all = JSON.stringify([await get(`/post/${pid}`), await get('/')]);
    expect(all).not.toMatch(/13900001111|secret@example/);
  });

  test.each(['/page/1000000', `/page/${'9'.repeat(40)}`])('%s is beyond the end and empty', async (path) => {
    expect(await get(path)).toEqual([]);
  });

  test.each([
    ['/page/0', badInput],
    ['/page/-1', badInput],
    ['/page/1.5', badInput],
    ['/page/one', badInput],
    ['/page/1%00', badInput],
    ['/post/999999999', noPost],
    ['/post/99999999999999999999', noPost],
    ['/post/0', noPost],
    ['/post/-1', noPost],
    ['/post/1e3', noPost],
    ['/post/abc', noPost],
  ])('refuses %s', async (path, expected) => {
    expect(await world.call(undefined, `GET /travel/forum${path}`)).toMatchObject(expected);
  });
});

describe('writing', () => {
  const wrong: [name: string, fields: Data][] = [
    ['no title', { title: undefined }],
    ['an empty title', { title: ' ' }],
    ['a title that is a list', { title: ['a'] }],
    ['a title with NUL', { title: 'a\0' }],
    ['a title of a mile', { title: 'x'.repeat(201) }],
    ['no text', { text: undefined }],
    ['an empty text', { text: '\n' }],
    ['a text of a mile', { text: 'x'.repeat(20_001) }],
    ['half a character', { text: '\ud800' }],
  ];
  test.each([
    ...wrong,
    ['no type', { type: undefined }],
    ['a type in words', { type: 'news' }],
    ['a negative type', { type: -1 }],
    ['a broken type', { type: 1.5 }],
    ['a huge type', { type: 2 ** 31 }],
  ] satisfies [string, Data][])('a post with %s is refused', async (_name, fields) => {
    const given = { title: 'a', type: 0, text: 'b', ...fields };
    expect(await ask(author, 'POST /travel/forum/post/new', given)).toMatchObject(badInput);
  });

  test('the author gives a post another title and text, and nothing else', async () => {
    const pid = await publish();
    const change = { title: 'New', text: 'Newer', type: 9 };
    expect(await ask(author, `POST /travel/forum/post/${pid}/edit`, change)).toMatchObject(success('操作成功'));
    expect(await get(`/post/${pid}`)).toMatchObject({ title: 'New', text: 'Newer', type: 1 });
  });

  test.each(wrong)('a change to %s is refused', async (_name, fields) => {
    const pid = await publish();
    const given = { title: 'a', text: 'b', ...fields };
    expect(await ask(author, `POST /travel/forum/post/${pid}/edit`, given)).toMatchObject(badInput);
  });

  test('somebody else’s post cannot be edited, a missing one is bad input', async () => {
    const pid = await publish();
    const change = { title: 'a', text: 'b' };
    expect(await ask(reader, `POST /travel/forum/post/${pid}/edit`, change)).toMatchObject(
      refusal('只有作者可以修改文章'),
    );
    for (const id of ['999999999', 'x', '0'])
      expect(await ask(reader, `POST /travel/forum/post/${id}/edit`, change)).toMatchObject(badInput);
  });

  test.each([
    ['no pid', { pid: undefined }, badInput],
    ['a pid in words', { pid: 'x' }, badInput],
    ['a huge pid', { pid: '99999999999' }, badInput],
    ['nothing’s pid', { pid: 999_999_999 }, noPost],
    ['a negative pid', { pid: -1 }, noPost],
    ['no text', { text: undefined }, badInput],
    ['an empty text', { text: ' ' }, badInput],
    ['a text of a mile', { text: 'x'.repeat(1001) }, badInput],
    ['a text with NUL', { text: 'a\0' }, badInput],
    ['a text that is an object', { text: {} }, badInput],
  ] satisfies [string, Data, object][])('a comment with %s is refused', async (_name, fields, expected) => {
    const given = { pid: await publish(), text: 'b', ...fields };
    expect(await ask(reader, 'POST /travel/forum/comment/new', given)).toMatchObject(expected);
  });
});

describe('deleting', () => {
  test.each(['GET', 'POST'])('a post by %s takes its comments and all likes along', async (method) => {
    const pid = await publish();
    const cid = await comment(pid);
    await ask(reader, `GET /travel/forum/post/${pid}/like`);
    await ask(reader, `GET /travel/forum/comment/${cid}/like`);
    const before = (await get('/'))['post_num'] as number;
    expect(await ask(author, `${method} /travel/forum/post/${pid}/delete`)).toMatchObject(success('操作成功'));
    expect(await world.call(undefined, `GET /travel/forum/post/${pid}`)).toMatchObject(noPost);
    expect((await get('/'))['post_num']).toBe(before - 1);
    expect(await world.em().count(Comment, { id: cid })).toBe(0);
    expect(await world.em().count(Like, { $or: [{ post: pid }, { comment: cid }] })).toBe(0);
    expect(await ask(author, `${method} /travel/forum/post/${pid}/delete`)).toMatchObject(noPost);
  });

  test('a comment is for who published it, not for the author of the post', async () => {
    const pid = await publish();
    const cid = await comment(pid);
    expect(await ask(author, `GET /travel/forum/comment/${cid}/delete`)).toMatchObject(noComment);
    expect(await ask(reader, `POST /travel/forum/comment/${cid}/delete`)).toMatchObject(success('操作成功'));
    expect(await get(`/post/${pid}`)).toMatchObject({ comment_num: 0, comments: [] });
    expect(await ask(reader, `GET /travel/forum/comment/${cid}/delete`)).toMatchObject(noComment);
  });

  test('a comment is deleted once, however often at the same time', async () => {
    const pid = await publish();
    for (let round = 0; round < 5; round++) {
      const path = `/travel/forum/comment/${await comment(pid)}/delete`;
      const replies = await Promise.all(Array.from({ length: 4 }, () => ask(reader, `GET ${path}`)));
      expect(replies.filter(({ status }) => status === 200)).toEqual([expect.objectContaining(success('操作成功'))]);
      for (const reply of replies.filter(({ status }) => status !== 200)) expect(reply).toMatchObject(noComment);
    }
  });

  test('somebody else’s post is not there to delete', async () => {
    expect(await ask(reader, `GET /travel/forum/post/${await publish()}/delete`)).toMatchObject(noPost);
  });
});
