import type { EntityManager } from '@mikro-orm/core';
import type { FileStorage } from '#domain/ports/storage.ts';
import type { Actor } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { uploaderOf } from '#domain/uploads/upload-key.plan.ts';
import { licensedSong, rightTo, type SongRight } from '#domain/works/song-right.ts';
import { Work } from '#domain/works/work.entity.ts';

const missing = () => new DomainError('not_found', 'unknown_work');

async function findAny(em: EntityManager, id: string): Promise<Work> {
  const work = await em.findOne(Work, { id }, { populate: ['producer'] });
  if (!work) throw missing();
  return work;
}

/** The end of a file's name with its dot; none where it has none. */
const endingOf = (key: string): string => /\.[a-z\d]{1,5}$/i.exec(key)?.[0].toLowerCase() ?? '';

/** The file that a right gives, and its name without ending; a path that is no upload of the musician's leads nowhere. */
async function songFor(em: EntityManager, actor: Actor, work: Work, right: SongRight) {
  if (right === 'watermarked') return { key: work.watermarkKey, name: work.name };
  const song = right === 'licensed' ? await licensedSong(em, actor, work) : work;
  if (!song || uploaderOf(song.path) !== work.producer.unwrap().uuid) return undefined;
  return { key: song.path, name: song.name };
}

/**
 * The file that somebody may download of a work: the song itself or its marked copy, and what to call it. Who holds a licence
 * keeps what they ordered when the work is changed, taken down or deleted. Refuses `no_song_right`, and `unknown_work` where
 * there is no such work or file, or it is deleted and the person holds no licence.
 */
export async function findDownload(
  { em, storage }: { em: EntityManager; storage: FileStorage },
  actor: Actor,
  id: string,
): Promise<{ key: string; name: string }> {
  const work = await findAny(em, id);
  const right = await rightTo(em, actor, work);
  if (right !== 'licensed' && work.status === 'DELETE') throw missing();
  if (right === 'none') throw new DomainError('invalid', 'no_song_right');
  const { key, name } = (await songFor(em, actor, work, right)) ?? {};
  if (!key || !(await storage.stat(key))) throw missing();
  return { key, name: `${name}${endingOf(key)}` };
}

/** Whether somebody may hear a work that is not on the shelf: a licence opens no song that no operator has passed. */
async function mayHear(em: EntityManager, actor: Actor | undefined, work: Work): Promise<boolean> {
  const right = await rightTo(em, actor, work);
  if (!actor || right !== 'licensed' || work.status === 'OFFLINE') return right !== 'none';
  return (await licensedSong(em, actor, work))?.path === work.path;
}

/** A work whose preview and peaks somebody may have: everybody's on the shelf, else of those who may hear it all. Refuses `unknown_work`. */
export async function findHearable(em: EntityManager, actor: Actor | undefined, id: string): Promise<Work> {
  const work = await findAny(em, id);
  const isOpen = work.status === 'ONLINE' || (work.status !== 'DELETE' && (await mayHear(em, actor, work)));
  if (!isOpen) throw missing();
  return work;
}
