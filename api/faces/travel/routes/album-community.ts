import { z } from 'zod';
import type { AlbumKind } from '#domain/albums/album.machine.ts';
import { findSeenAlbum } from '#domain/albums/find-albums.ts';
import { addComment, findComments } from '#domain/community/comments.ts';
import { countLikes, like } from '#domain/community/likes.ts';
import { travel } from '../face.ts';
import { SharedWorkId } from '../inputs.ts';
import { CommentsView, presentComments } from '../presenters/community.ts';
import { done, got, kindWords } from '../words.ts';
import { commentRoutes, CommentText } from './comments.ts';

const likeRoute = (kind: AlbumKind) =>
  travel.route(`GET /${kind}/:wid/like`, {
    summary: `Like a ${kindWords[kind].noun}, once for ever`,
    auth: 'user',
    changes: true,
    input: { params: SharedWorkId },
    output: z.object({ like_num: z.int() }),
    words: done,
    refusals: { no_such_album: kindWords[kind].missing },
    async handler({ em, actor, params }) {
      const { id } = await findSeenAlbum(em, actor.id, { kind, albumId: params.wid });
      return { like_num: await like(em, actor.id, { album: id }) };
    },
  });

/** Likes and comments of one kind of album: whoever may see it may say so. */
export const albumCommunityRoutes = (kind: AlbumKind) => [
  likeRoute(kind),
  travel.route(`GET /${kind}/:wid/comment`, {
    summary: `All comments on a ${kindWords[kind].noun}`,
    auth: 'none',
    input: { params: SharedWorkId },
    output: CommentsView,
    words: got,
    refusals: { no_such_album: kindWords[kind].missing },
    async handler({ em, actor, params, link }) {
      const { id } = await findSeenAlbum(em, actor?.id, { kind, albumId: params.wid });
      const comments = await findComments(em, { album: id });
      return presentComments(comments, await countLikes(em, 'comment', comments), link);
    },
  }),

  travel.route(`POST /${kind}/:wid/comment/new`, {
    summary: `Comment on a ${kindWords[kind].noun}, in at most 1,000 characters`,
    auth: 'user',
    rate: 'write',
    input: { params: SharedWorkId, body: z.object({ text: CommentText }) },
    output: z.object({ comment_id: z.int() }),
    words: done,
    refusals: { no_such_album: '参数无效' },
    async handler({ em, actor, params, body }) {
      const { id } = await findSeenAlbum(em, actor.id, { kind, albumId: params.wid });
      return { comment_id: await addComment(em, actor.id, { album: id }, body.text) };
    },
  }),

  ...commentRoutes(kind, kind),
];
