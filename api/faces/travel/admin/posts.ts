import { deletePost, searchPosts } from '#domain/community/posts.ts';
import { travel } from '../face.ts';
import { presentTime } from '../presenters/times.ts';
import { act, office, page } from './door.ts';
import { listOf, ListQuery, number, text, time, windowOf } from './list.ts';

const list = '/admin/posts';

export const postOffice = [
  travel.raw('GET /admin/posts', {
    ...office,
    summary: 'Posts, newest first',
    auth: 'manager',
    input: { query: ListQuery },
    async handler(asked) {
      const { em, link, query } = asked;
      const found = await searchPosts(em, query.q, windowOf(query));
      return page(asked, '帖子', (token) =>
        listOf({
          link,
          path: list,
          query,
          token,
          found,
          hint: '标题或内容',
          heads: ['编号', '帖子', '作者', '时间'],
          cells: (post) => [
            number(post.id),
            text(post.title, post.text.slice(0, 200)),
            text(post.author.$.uname ?? '', String(post.author.id)),
            time(presentTime(post.createdAt)),
          ],
          buttons: ({ id }) => [{ label: '删除', action: `${list}/${id}/delete`, isAlarm: true }],
        }),
      );
    },
  }),

  act('POST /admin/posts/:id/delete', {
    summary: 'Delete a post with its comments and likes',
    auth: 'manager',
    body: {},
    list,
    async perform({ em, params: { id } }) {
      await deletePost(em, id);
      return { action: 'post.delete', subject: `post:${id}` };
    },
  }),
];
