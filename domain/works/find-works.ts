import type { EntityManager } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { Work } from './work.entity.ts';
import type { WorkState } from './work.machine.ts';

const unknown = () => new DomainError('not_found', 'unknown_work');

/** A work with its producer; a deleted one is gone. Refuses `unknown_work`. */
export async function findWork(em: EntityManager, id: string): Promise<Work> {
  const work = await em.findOne(Work, { id, status: { $ne: 'DELETE' } }, { populate: ['producer'] });
  if (!work) throw unknown();
  return work;
}

/** The same where it is the person's own: those of others are none of theirs. */
export async function findOwnWork(em: EntityManager, id: string, producer: { id: number }): Promise<Work> {
  const work = await findWork(em, id);
  if (work.producer.id !== producer.id) throw unknown();
  return work;
}

/** Whether this musician had the work and has deleted it. */
export const hasDeleted = async (em: EntityManager, id: string, producer: { id: number }): Promise<boolean> =>
  (await em.count(Work, { id, producer: producer.id, status: 'DELETE' })) > 0;

interface Shelf {
  producer: number;
  /** Without it, everything that is not deleted. */
  status?: WorkState;
}

/** A musician's works, the newest first. */
export async function findWorksOf(
  em: EntityManager,
  { producer, status }: Shelf,
  window: Window,
): Promise<Slice<Work>> {
  const where = { producer, status: status ?? ({ $ne: 'DELETE' } as const) };
  const order = { createdAt: 'desc', id: 'desc' } as const;
  const [items, total] = await em.findAndCount(Work, where, { orderBy: order, populate: ['producer'], ...window });
  return { items, total };
}
