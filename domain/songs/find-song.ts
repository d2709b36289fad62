import type { EntityManager } from '@mikro-orm/core';
import type { FileStorage } from '#domain/ports/storage.ts';
import type { Actor } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { rightTo } from '#domain/works/song-right.ts';
import { Work } from '#domain/works/work.entity.ts';

const missing = () => new DomainError('not_found', 'unknown_work');

async function findAny(em: EntityManager, id: string): Promise<Work> {
  const work = await em.findOne(Work, { id }, { populate: ['producer'] });
  if (!work) throw missing();
  return work;
}

/** The end of a file's name with its dot; none where it has none. */
const endingOf = (key: string): string => /\.[a-z\d]{1,5}$/i.exec(key)?.[0].toLowerCase() ?? '';

/**
 * The file that somebody may download of a work: the song itself or its marked copy, and what to call it. Who holds a licence
 * keeps it when the work is taken down or deleted. Refuses `no_song_right`, and `unknown_work` where there is no such work or
 * file, or it is deleted and nobody's business any more.
 */
export async function findDownload(
  { em, storage }: { em: EntityManager; storage: FileStorage },
  actor: Actor,
  id: string,
): Promise<{ key: string; name: string }> {
  const work = await findAny(em, id);
  const right = await rightTo(em, actor, work);
  if (right === 'none' && work.status === 'DELETE') throw missing();
  if (right === 'none') throw new DomainError('invalid', 'no_song_right');
  const key = right === 'clean' ? work.path : work.watermarkKey;
  if (!key || !(await storage.stat(key))) throw missing();
  return { key, name: `${work.name}${endingOf(key)}` };
}

/** A work whose preview and peaks somebody may have: everybody's on the shelf, else of those who may hear it all. Refuses `unknown_work`. */
export async function findHearable(em: EntityManager, actor: Actor | undefined, id: string): Promise<Work> {
  const work = await findAny(em, id);
  const isOpen = work.status === 'ONLINE' || (work.status !== 'DELETE' && (await rightTo(em, actor, work)) !== 'none');
  if (!isOpen) throw missing();
  return work;
}
