import type { EntityManager, MikroORM } from '@mikro-orm/core';
import { uploadKeyOf, type AlbumRef } from '#domain/albums/album-folder.ts';
import type { Album } from '#domain/albums/album.entity.ts';
import { isGone, isUnderWay, stageEvents, type AlbumStage } from '#domain/albums/album.machine.ts';
import { findUploads, holdAlbum } from '#domain/albums/find-albums.ts';
import type { AlbumResult } from '#domain/albums/result.plan.ts';
import { alreadyQueued, decideStart } from '#domain/albums/start-render.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { storable } from '#domain/shared/storable.ts';

interface Deps {
  orm: MikroORM;
  /** Size of films. */
  size: { width: number; height: number };
}

/** An album and the run that speaks: a run that was overtaken by another records nothing any more. */
interface Spoken {
  album: AlbumRef;
  task: string;
}

/** What info.json says of the album, known from stage 102 on. */
interface Said {
  title: string;
  description: string;
  isPublic?: boolean;
  tag?: number;
}

const longestTitle = 200;
const longestReason = 500;

function say(album: Album, { title, description, isPublic, tag }: Said): void {
  album.title = storable(title, longestTitle);
  album.description = storable(description);
  if (isPublic !== undefined) album.isPublic = isPublic; // a file that is silent about it takes nothing back
  if (tag !== undefined) album.tag = tag;
}

/** The album, held, for the run that owns it; refuses `overtaken` where another does, or where the album is gone. */
async function own(em: EntityManager, { album: ref, task }: Spoken): Promise<Album> {
  const album = await holdAlbum(em, ref);
  if (album.task !== task || isGone(album.state)) throw new DomainError('conflict', 'overtaken');
  return album;
}

/** Takes the album for a run, unless somebody was faster than the caller's view of it. */
function queue(album: Album, after: string | null, task: string): void {
  if ((album.task ?? null) !== after) throw alreadyQueued(album);
  decideStart(album, false);
  album.apply('queue');
  album.task = task;
  album.runs += 1;
  album.error = '';
  album.resultKey = null;
  album.coverKey = null;
}

/** The only writer of albums under way. Each call is one transaction and may safely run twice. */
export const createAlbumRecords = ({ orm, size }: Deps) => {
  const inTransaction = <T>(work: (em: EntityManager) => Promise<T>): Promise<T> => orm.em.fork().transactional(work);

  return {
    /** Opens a run: of parallel starts one is recorded, the others are refused. Answers what the run works on. */
    recordQueued: ({ album: ref, after, task }: Spoken & { after: string | null }) =>
      inTransaction(async (em) => {
        const album = await holdAlbum(em, ref);
        if (album.task !== task) queue(album, after, task);
        const uploads = await findUploads(em, album.id);
        return { task, size, uploads: uploads.map(({ file, name }) => ({ key: uploadKeyOf(ref, file), name })) };
      }),

    /** Said before the stage begins. */
    recordStage: ({ stage, said, ...spoken }: Spoken & { stage: AlbumStage; said?: Said }): Promise<void> =>
      inTransaction(async (em) => {
        const album = await own(em, spoken);
        if (album.state === stage) return;
        album.apply(stageEvents[stage]);
        if (said) say(album, said);
      }),

    recordFinished: ({ made, ...spoken }: Spoken & { made: AlbumResult }): Promise<void> =>
      inTransaction(async (em) => {
        const album = await own(em, spoken);
        if (album.state === 'FINISHED') return;
        album.apply('finish');
        const { result, cover, size: resultSize = 0, ...sides } = made;
        Object.assign(album, { resultKey: result, coverKey: cover, resultSize, ...sides });
      }),

    /** Ends a run that came to nothing; without a reason it was cancelled, and the album waits for another start. */
    recordGivenUp: ({ album: ref, task, reason }: Spoken & { reason?: string }): Promise<{ isGone: boolean }> =>
      inTransaction(async (em) => {
        const album = await holdAlbum(em, ref);
        if (album.task === task && reason !== undefined && isUnderWay(album.state)) {
          album.apply('fail');
          album.error = storable(reason, longestReason);
        }
        return { isGone: isGone(album.state) };
      }),
  };
};
export type AlbumRecords = ReturnType<typeof createAlbumRecords>;
