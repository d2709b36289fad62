import type { EntityManager, MikroORM } from '@mikro-orm/core';
import { findUploads, holdMovie } from '#domain/albums/find-movies.ts';
import { uploadKeyOf } from '#domain/albums/movie-folder.ts';
import type { Movie } from '#domain/albums/movie.entity.ts';
import { isGone, isUnderWay, stageEvents, type MovieStage } from '#domain/albums/movie.machine.ts';
import { alreadyQueued, decideStart } from '#domain/albums/start-movie.ts';
import { DomainError } from '#domain/shared/errors.ts';

interface Deps {
  orm: MikroORM;
  /** Size of films. */
  size: { width: number; height: number };
}

/** A movie and the run that speaks: a run that was overtaken by another records nothing any more. */
interface Spoken {
  movieId: number;
  task: string;
}

/** What info.json says of the movie, known from stage 102 on. */
interface Said {
  title: string;
  description: string;
  isPublic: boolean;
  tag?: number;
}

const longestTitle = 200;
const longestReason = 500;
/** As the database can hold it. */
const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed();

function say(movie: Movie, { title, description, isPublic, tag }: Said): void {
  movie.title = clean(title).slice(0, longestTitle);
  movie.description = clean(description);
  if (isPublic) movie.isPublic = true; // sharing by hand is not taken back by a file that is silent about it
  if (tag !== undefined) movie.tag = tag;
}

/** The movie, held, for the run that owns it; refuses `overtaken` where another does, or where the movie is gone. */
async function own(em: EntityManager, { movieId, task }: Spoken): Promise<Movie> {
  const movie = await holdMovie(em, movieId);
  if (movie.task !== task || isGone(movie.state)) throw new DomainError('conflict', 'overtaken');
  return movie;
}

/** Takes the movie for a run, unless somebody was faster than the caller's view of it. */
function queue(movie: Movie, after: string | null, task: string): void {
  if ((movie.task ?? null) !== after) throw alreadyQueued(movie);
  decideStart(movie, false);
  movie.apply('queue');
  movie.task = task;
  movie.runs += 1;
  movie.error = '';
  movie.resultKey = null;
  movie.coverKey = null;
}

/** The only writer of movies under way. Each call is one transaction and may safely run twice. */
export const createMovieRecords = ({ orm, size }: Deps) => {
  const inTransaction = <T>(work: (em: EntityManager) => Promise<T>): Promise<T> => orm.em.fork().transactional(work);

  return {
    /** Opens a run: of parallel starts one is recorded, the others are refused. Answers what the run works on. */
    recordQueued: ({ movieId, after, task }: Spoken & { after: string | null }) =>
      inTransaction(async (em) => {
        const movie = await holdMovie(em, movieId);
        if (movie.task !== task) queue(movie, after, task);
        const uploads = await findUploads(em, movieId);
        return { task, size, uploads: uploads.map(({ file, name }) => ({ key: uploadKeyOf(movieId, file), name })) };
      }),

    /** Said before the stage begins. */
    recordStage: ({ stage, said, ...spoken }: Spoken & { stage: MovieStage; said?: Said }): Promise<void> =>
      inTransaction(async (em) => {
        const movie = await own(em, spoken);
        if (movie.state === stage) return;
        movie.apply(stageEvents[stage]);
        if (said) say(movie, said);
      }),

    recordFinished: ({
      movie: resultKey,
      cover,
      ...spoken
    }: Spoken & { movie: string; cover: string }): Promise<void> =>
      inTransaction(async (em) => {
        const movie = await own(em, spoken);
        if (movie.state === 'FINISHED') return;
        movie.apply('finish');
        Object.assign(movie, { resultKey, coverKey: cover });
      }),

    /** Ends a run that came to nothing; without a reason it was cancelled, and the movie waits for another start. */
    recordGivenUp: ({ movieId, task, reason }: Spoken & { reason?: string }): Promise<{ isGone: boolean }> =>
      inTransaction(async (em) => {
        const movie = await holdMovie(em, movieId);
        if (movie.task === task && reason !== undefined && isUnderWay(movie.state)) {
          movie.apply('fail');
          movie.error = clean(reason).slice(0, longestReason);
        }
        return { isGone: isGone(movie.state) };
      }),
  };
};
export type MovieRecords = ReturnType<typeof createMovieRecords>;
