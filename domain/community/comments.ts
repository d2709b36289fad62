import { LockMode, type EntityManager, type FilterQuery, type Loaded } from '@mikro-orm/core';
import type { AlbumKind } from '#domain/albums/album.machine.ts';
import { maySee } from '#domain/albums/find-albums.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { containing } from '#domain/shared/containing.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { Comment } from './comment.entity.ts';

/** What a comment is about. */
export type Commented = { post: number } | { album: number };
/** Comments on posts, films and long pictures are told apart where they are addressed. */
export type CommentSeries = 'post' | AlbumKind;
export type SignedComment = Loaded<Comment, 'author'>;

const missing = () => new DomainError('not_found', 'no_such_comment');

/** Says something about a thing that is held; answers the number of the comment. */
export const addComment = (em: EntityManager, author: number, about: Commented, text: string): Promise<number> => {
  const now = new Date();
  return em.insert(Comment, { ...about, author, text, createdAt: now, updatedAt: now });
};

/** Everything said about a thing, in the order it was said. */
export const findComments = (em: EntityManager, about: Commented): Promise<SignedComment[]> =>
  em.find(Comment, about, { populate: ['author'], orderBy: { id: 'asc' } });

/** How many comments each of these albums has, by one question. */
export async function countComments(
  em: EntityManager,
  albums: readonly { id: number }[],
): Promise<(album: { id: number }) => number> {
  const ids = albums.map(({ id }) => id);
  const counts = ids.length === 0 ? {} : await em.countBy(Comment, 'album', { where: { album: ids } });
  return ({ id }) => counts[id] ?? 0;
}

/** Comments with this text in them, newest first, with what they are about. */
export async function searchComments(
  em: EntityManager,
  q: string,
  window: Window,
): Promise<Slice<Loaded<Comment, 'author' | 'album'>>> {
  const where: FilterQuery<Comment> = q ? { text: containing(q) } : {};
  const options = { populate: ['author', 'album'], orderBy: { id: 'desc' }, ...window } as const;
  const [items, total] = await em.findAndCount(Comment, where, options);
  return { items, total };
}

/** Keeps a comment of a series from being deleted until the transaction ends; refuses `no_such_comment`. */
async function holdComment(
  em: EntityManager,
  id: number,
  series: CommentSeries,
  lockMode: LockMode,
): Promise<Loaded<Comment, 'album'>> {
  const held = await em.findOne(Comment, id, { lockMode });
  const comment = held && (await em.populate(held, ['album']));
  if (!comment || (comment.album?.$.kind ?? 'post') !== series) throw missing();
  return comment;
}

/** The same where this person may see what it is about. */
export async function holdSeenComment(
  em: EntityManager,
  viewer: number,
  id: number,
  series: CommentSeries,
): Promise<Comment> {
  const comment = await holdComment(em, id, series, LockMode.PESSIMISTIC_READ);
  if (comment.album && !maySee(comment.album.$, viewer)) throw missing();
  return comment;
}

/** Deletes an own comment with its likes; refuses `no_such_comment`, also where it is somebody else's. */
export async function deleteOwnComment(
  em: EntityManager,
  author: number,
  id: number,
  series: CommentSeries,
): Promise<void> {
  const comment = await holdComment(em, id, series, LockMode.PESSIMISTIC_WRITE);
  if (comment.author.id !== author) throw missing();
  await deleteComment(em, id);
}

/** Deletes any comment with its likes; refuses `no_such_comment`. */
export async function deleteComment(em: EntityManager, id: number): Promise<void> {
  if ((await em.nativeDelete(Comment, { id })) === 0) throw missing();
}
