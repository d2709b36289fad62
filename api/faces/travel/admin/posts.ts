import { deletePost, searchPosts } from '#domain/community/posts.ts';
import { presentTime } from '../presenters/times.ts';
import { act } from './door.ts';
import { number, text, time } from './list.ts';
import { listPage } from './list-page.ts';

const list = '/admin/posts';

export const postOffice = [
  listPage(list, {
    summary: 'Posts, newest first',
    auth: 'manager',
    title: '帖子',
    search: searchPosts,
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
