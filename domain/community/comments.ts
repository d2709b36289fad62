import { LockMode, type EntityManager, type Loaded } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import { Comment } from './comment.entity.ts';

/** What a comment is about. */
export type Commented = { post: number };
export type SignedComment = Loaded<Comment, 'author'>;

/** Says something about a thing that is held; answers the number of the comment. */
export const addComment = (em: EntityManager, author: number, about: Commented, text: string): Promise<number> => {
  const now = new Date();
  return em.insert(Comment, { ...about, author, text, createdAt: now, updatedAt: now });
};

/** Everything said about a thing, in the order it was said. */
export const findComments = (em: EntityManager, about: Commented): Promise<SignedComment[]> =>
  em.find(Comment, about, { populate: ['author'], orderBy: { id: 'asc' } });

/** Keeps a comment from being deleted until the transaction ends; refuses `no_such_comment`. */
export async function holdComment(em: EntityManager, id: number): Promise<Comment> {
  const comment = await em.findOne(Comment, id, { lockMode: LockMode.PESSIMISTIC_READ });
  if (!comment) throw new DomainError('not_found', 'no_such_comment');
  return comment;
}

/** Refuses `no_such_comment`, also where it is somebody else's. */
export async function deleteComment(em: EntityManager, author: number, id: number): Promise<void> {
  const deleted = await em.nativeDelete(Comment, { id, author });
  if (deleted === 0) throw new DomainError('not_found', 'no_such_comment');
}
