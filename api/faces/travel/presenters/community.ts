import { z } from 'zod';
import type { Links } from '#api/kernel/links.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import type { SignedComment } from '#domain/community/comments.ts';
import type { SignedPost } from '#domain/community/posts.ts';
import { presentTime } from './times.ts';
import { avatarOf } from './users.ts';

type ToLink = Links['link'];
type Count = (thing: { id: number }) => number;

const longestAbstract = 50; // characters

/** What everybody may know of who wrote something; never phone or e-mail. */
const signature = { uid: z.int(), uname: z.string(), gender: z.int(), avatar: z.string() };
const said = { text: z.string(), time: z.string(), like_num: z.int() };
const headed = { post_id: z.int(), ...signature, title: z.string(), type: z.int(), ...said };

/** A post in a list: its text is cut after fifty characters. */
export const PostAbstractView = z.object(headed).meta({ id: 'TravelPostAbstract' });
const CommentView = z.object({ comment_id: z.int(), ...signature, ...said }).meta({ id: 'TravelComment' });
/** All comments of a thing, and how many they are. */
export const CommentsView = z.object({ comment_num: z.int(), comments: z.array(CommentView) });
export const PostView = z.object({ ...headed, ...CommentsView.shape }).meta({ id: 'TravelPost' });

const sign = (author: User, link: ToLink) => ({
  uid: author.id,
  uname: author.uname ?? '',
  gender: author.gender,
  avatar: avatarOf(author, link),
});

/** A post of which the text is shown whole. */
const presentHead = (post: SignedPost, likes: Count, link: ToLink) => ({
  post_id: post.id,
  ...sign(post.author.$, link),
  title: post.title,
  type: post.type,
  text: post.text,
  time: presentTime(post.createdAt),
  like_num: likes(post),
});

export const presentAbstract = (post: SignedPost, likes: Count, link: ToLink): z.input<typeof PostAbstractView> => ({
  ...presentHead(post, likes, link),
  text: Array.from(post.text).slice(0, longestAbstract).join(''),
});

const presentComment = (comment: SignedComment, likes: Count, link: ToLink): z.input<typeof CommentView> => ({
  comment_id: comment.id,
  ...sign(comment.author.$, link),
  text: comment.text,
  time: presentTime(comment.createdAt),
  like_num: likes(comment),
});

export const presentComments = (
  comments: readonly SignedComment[],
  likes: Count,
  link: ToLink,
): z.input<typeof CommentsView> => ({
  comment_num: comments.length,
  comments: comments.map((comment) => presentComment(comment, likes, link)),
});

export const presentPost = (
  post: SignedPost,
  likes: { post: Count; comments: Count },
  comments: readonly SignedComment[],
  link: ToLink,
): z.input<typeof PostView> => ({
  ...presentHead(post, likes.post, link),
  ...presentComments(comments, likes.comments, link),
});
