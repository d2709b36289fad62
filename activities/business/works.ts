import type { MikroORM } from '@mikro-orm/core';
import type { Secrets } from '#domain/ports/secrets.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { isDeleted, recordReviewEnd } from '#domain/works/record-review.ts';
import { recordSong, recordUnheard, type HeardWork, type ToldSong } from '#domain/works/record-song.ts';
import { recordSubmission } from '#domain/works/record-submission.ts';
import type { Hearing, Reviewed, ReviewEnding, Submission } from '#domain/works/submission.plan.ts';
import { ownRun } from '../kernel/own-run.ts';

interface Deps {
  orm: MikroORM;
  storage: FileStorage;
  secrets: Secrets;
}

/** The only writer of works that are under review. Each call is one transaction and may safely run twice. */
export const createWorkRecords = ({ orm, storage, secrets }: Deps) => ({
  recordSubmission: (submission: Submission): Promise<Hearing | Reviewed> =>
    orm.em.fork().transactional((em) => recordSubmission(em, { storage, secrets }, submission)),

  /** Answers DELETE where the work was deleted before, whatever the ending. */
  async recordReviewEnd(ending: ReviewEnding): Promise<'DELETE' | void> {
    const run = ownRun();
    const work = await orm.em.fork().transactional((em) => recordReviewEnd(em, secrets, ending, run));
    if (!work && (await isDeleted(orm.em.fork(), ending.workId))) return 'DELETE';
  },

  recordSong: (heard: HeardWork): Promise<void> => orm.em.fork().transactional((em) => recordSong(em, heard)),

  recordUnheard: (song: ToldSong): Promise<void> => orm.em.fork().transactional((em) => recordUnheard(em, song)),
});
export type WorkRecords = ReturnType<typeof createWorkRecords>;
