import type { EntityManager } from '@mikro-orm/core';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import { hasRole, type Actor } from '#domain/shared/actor.ts';
import type { Work } from './work.entity.ts';

/**
 * What somebody may hear of a work: the song itself, the song as they bought it, the marked copy, or no more than everybody:
 * the preview. `watermarked` is for who buys for a project, before the work is added to it: projects give it.
 */
export type SongRight = 'clean' | 'licensed' | 'watermarked' | 'none';

/** Licences of these works that somebody holds. */
const heldBy = (actor: { id: number }, workIds: readonly string[]) =>
  ({ work: { $in: workIds }, state: 'ISSUED', order: { buyer: actor.id } }) as const;

/** Those of the works that somebody holds a licence of: issued, and not given back. */
export async function licensedAmong(
  em: EntityManager,
  actor: { id: number },
  workIds: readonly string[],
): Promise<Set<string>> {
  if (workIds.length === 0) return new Set();
  const held = await em.find(Certificate, heldBy(actor, workIds), { fields: ['work'] });
  return new Set(held.map(({ work }) => work.id));
}

/** The song that somebody holds a licence of, as it was when they ordered it; the one ordered last where they hold several. */
export async function licensedSong(
  em: EntityManager,
  actor: { id: number },
  work: Work,
): Promise<{ path: string; name: string } | undefined> {
  const latest = { createdAt: 'desc', id: 'desc' } as const;
  const licence = await em.findOne(Certificate, heldBy(actor, [work.id]), { orderBy: latest });
  return licence ? { path: licence.workPath, name: licence.workName } : undefined;
}

/** The best right that somebody has to a work's song; who buys for a project is looked at where projects are. */
export async function rightTo(em: EntityManager, actor: Actor | undefined, work: Work): Promise<SongRight> {
  if (!actor) return 'none';
  if (work.producer.id === actor.id || hasRole(actor, 'admin')) return 'clean';
  return (await licensedAmong(em, actor, [work.id])).size > 0 ? 'licensed' : 'none';
}
