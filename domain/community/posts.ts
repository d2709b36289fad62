import { LockMode, type EntityManager, type FilterQuery, type Loaded } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import { containing } from '#domain/shared/containing.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { Post } from './post.entity.ts';

export type SignedPost = Loaded<Post, 'author'>;

/** A part of all posts, newest first. */
export const findPosts = (em: EntityManager, window: Window): Promise<SignedPost[]> =>
  em.find(Post, {}, { populate: ['author'], orderBy: { id: 'desc' }, ...window });

export const countPosts = (em: EntityManager): Promise<number> => em.count(Post);

/** Refuses `no_such_post`. */
export async function findPost(em: EntityManager, id: number): Promise<SignedPost> {
  const post = await em.findOne(Post, id, { populate: ['author'] });
  if (!post) throw new DomainError('not_found', 'no_such_post');
  return post;
}

/** Keeps a post from being deleted until the transaction ends; refuses `no_such_post`. */
export async function holdPost(em: EntityManager, id: number): Promise<Post> {
  const post = await em.findOne(Post, id, { lockMode: LockMode.PESSIMISTIC_READ });
  if (!post) throw new DomainError('not_found', 'no_such_post');
  return post;
}

/** Publishes a post and answers its number. */
export const publishPost = (
  em: EntityManager,
  author: number,
  post: { title: string; type: number; text: string },
): Promise<number> => {
  const now = new Date();
  return em.insert(Post, { ...post, author, createdAt: now, updatedAt: now });
};

/** Refuses `no_such_post`, or `not_the_author` where it is somebody else's. */
export async function editPost(
  em: EntityManager,
  author: number,
  id: number,
  change: { title: string; text: string },
): Promise<void> {
  const post = await findPost(em, id);
  if (post.author.id !== author) throw new DomainError('forbidden', 'not_the_author');
  em.assign(post, change);
}

/** Posts with this text in title or text, newest first. */
export async function searchPosts(em: EntityManager, q: string, window: Window): Promise<Slice<SignedPost>> {
  const where: FilterQuery<Post> = q ? { $or: [{ title: containing(q) }, { text: containing(q) }] } : {};
  const options = { populate: ['author'], orderBy: { id: 'desc' }, ...window } as const;
  const [items, total] = await em.findAndCount(Post, where, options);
  return { items, total };
}

/** Deletes a post with its comments and likes; of an author's, only their own. Refuses `no_such_post`. */
export async function deletePost(em: EntityManager, id: number, author?: number): Promise<void> {
  const deleted = await em.nativeDelete(Post, { id, ...(author !== undefined && { author }) });
  if (deleted === 0) throw new DomainError('not_found', 'no_such_post');
}
