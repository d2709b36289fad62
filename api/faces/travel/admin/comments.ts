import { deleteComment, searchComments } from '#domain/community/comments.ts';
import { presentTime } from '../presenters/times.ts';
import { act } from './door.ts';
import { number, text, time } from './list.ts';
import { listPage } from './list-page.ts';

const list = '/admin/comments';

export const commentOffice = [
  listPage(list, {
    summary: 'Comments, newest first',
    auth: 'manager',
    title: '评论',
    search: searchComments,
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
