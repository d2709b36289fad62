import { z } from 'zod';
import { addComment, deleteOwnComment, holdSeenComment, type CommentSeries } from '#domain/community/comments.ts';
import { like } from '#domain/community/likes.ts';
import { holdPost } from '#domain/community/posts.ts';
import { travel } from '../face.ts';
import { CommentId, textOf, Whole } from '../inputs.ts';
import { done } from '../words.ts';

export const CommentText = textOf(1000);

/** Liking and deleting single comments; each place has a series of its own. */
export const commentRoutes = (place: 'forum' | 'movie' | 'photo', series: CommentSeries) => [
  travel.route(`GET /${place}/comment/:cid/like`, {
    summary: 'Like a comment, once for ever',
    auth: 'user',
    changes: true,
    input: { params: CommentId },
    output: z.object({ like_num: z.int() }),
    words: done,
    async handler({ em, actor, params }) {
      const { id } = await holdSeenComment(em, actor.id, params.cid, series);
      return { like_num: await like(em, actor.id, { comment: id }) };
    },
  }),

  travel.route(`GET /${place}/comment/:cid/delete`, {
    summary: 'Delete an own comment',
    auth: 'user',
    changes: true,
    input: { params: CommentId },
    output: z.null(),
    words: done,
    async handler({ em, actor, params }) {
      await deleteOwnComment(em, actor.id, params.cid, series);
      return null;
    },
  }),
];

export const forumCommentRoutes = [
  travel.route('POST /forum/comment/new', {
    summary: 'Comment on a post, in at most 1,000 characters',
    auth: 'user',
    rate: 'write',
    input: { body: z.object({ pid: Whole, text: CommentText }) },
    output: z.object({ comment_id: z.int() }),
    words: done,
    async handler({ em, actor, body }) {
      const { id } = await holdPost(em, body.pid);
      return { comment_id: await addComment(em, actor.id, { post: id }, body.text) };
    },
  }),
  ...commentRoutes('forum', 'post'),
];
