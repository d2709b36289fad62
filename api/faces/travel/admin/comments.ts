import { deleteComment, searchComments } from '#domain/community/comments.ts';
import { travel } from '../face.ts';
import { presentTime } from '../presenters/times.ts';
import { act, office, page } from './door.ts';
import { listOf, ListQuery, number, text, time, windowOf } from './list.ts';

const list = '/admin/comments';

export const commentOffice = [
  travel.raw('GET /admin/comments', {
    ...office,
    summary: 'Comments, newest first',
    auth: 'manager',
    input: { query: ListQuery },
    async handler(asked) {
      const { em, link, query } = asked;
      const found = await searchComments(em, query.q, windowOf(query));
      return page(asked, '评论', (token) =>
        listOf({
          link,
          path: list,
          query,
          token,
          found,
          hint: '评论内容',
          heads: ['编号', '评论', '对象', '作者', '时间'],
          cells: (comment) => [
            number(comment.id),
            text(comment.text),
            text(comment.album ? `作品 ${comment.album.id}` : `帖子 ${comment.post?.id ?? ''}`),
            text(comment.author.$.uname ?? '', String(comment.author.id)),
            time(presentTime(comment.createdAt)),
          ],
          buttons: ({ id }) => [{ label: '删除', action: `${list}/${id}/delete`, isAlarm: true }],
        }),
      );
    },
  }),

  act('POST /admin/comments/:id/delete', {
    summary: 'Delete a comment with its likes',
    auth: 'manager',
    body: {},
    list,
    async perform({ em, params: { id } }) {
      await deleteComment(em, id);
      return { action: 'comment.delete', subject: `comment:${id}` };
    },
  }),
];
