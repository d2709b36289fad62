import { z } from 'zod';
import { addComment, deleteComment, holdComment } from '#domain/community/comments.ts';
import { like } from '#domain/community/likes.ts';
import { holdPost } from '#domain/community/posts.ts';
import { travel } from '../face.ts';
import { CommentId, textOf, Whole } from '../inputs.ts';
import { done } from '../words.ts';

export const forumCommentRoutes = [
  travel.route('POST /forum/comment/new', {
    summary: 'Comment on a post, in at most 1,000 characters',
    auth: 'user',
    rate: 'write',
    input: { body: z.object({ pid: Whole, text: textOf(1000) }) },
    output: z.object({ comment_id: z.int() }),
    words: done,
    async handler({ em, actor, body }) {
      const { id } = await holdPost(em, body.pid);
      return { comment_id: await addComment(em, actor.id, { post: id }, body.text) };
    },
  }),

  travel.route('GET /forum/comment/:cid/delete', {
    summary: 'Delete an own comment',
    auth: 'user',
    changes: true,
    input: { params: CommentId },
    output: z.null(),
    words: done,
    async handler({ em, actor, params }) {
      await deleteComment(em, actor.id, params.cid);
      return null;
    },
  }),

  travel.route('GET /forum/comment/:cid/like', {
    summary: 'Like a comment, once for ever',
    auth: 'user',
    changes: true,
    input: { params: CommentId },
    output: z.object({ like_num: z.int() }),
    words: done,
    async handler({ em, actor, params }) {
      const { id } = await holdComment(em, params.cid);
      return { like_num: await like(em, actor.id, { comment: id }) };
    },
  }),
];
