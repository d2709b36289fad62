import {
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  log,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { FilmPlanning } from '#activities/business/film-plan.ts';
import type { MovieRecords } from '#activities/business/movies.ts';
import type { MovieFiles } from '#activities/io/movie-files.ts';
import type { FilmRendering } from '#activities/media/film.ts';
import type { PictureAnalysis } from '#activities/media/pictures.ts';
import { open } from '../kernel/opening.ts';
import { business, io, media } from '../kernel/proxies.ts';
import { progress, type RenderRequest } from './contract.ts';
import { createCourse, type Course } from './course.ts';
import { sideBySide, sideBySideOf } from './side-by-side.ts';

const records = business<MovieRecords>();
const { readArguments, writePoem, planMovie } = business<FilmPlanning>();
const { analysePicture } = media<PictureAnalysis>();
const { renderSegment, renderSoundtrack, joinFilm } = media<FilmRendering>();
const { removeMovies, removeWork } = io<MovieFiles>();

type Job = Awaited<ReturnType<typeof records.recordQueued>> & { movieId: number; course: Course };
type Plan = Awaited<ReturnType<typeof planMovie>>;

const analysesAtOnce = 4;
const faultText = '服务器错误';

/** What the owner may read of a failure: a refusal says it, a fault of ours is not theirs to see. */
function reasonOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause)
    if (at instanceof ApplicationFailure && at.nonRetryable && at.details && at.details.length > 0) return at.message;
  return faultText;
}

/** Stages 101 to 104: from info.json to a plan. Each stage is recorded before it begins. */
async function plan({ movieId, task, uploads, size, course }: Job): Promise<{ plan: Plan; copies: string[] }> {
  const stage = async (
    name: Parameters<typeof course.enter>[0],
    said?: Parameters<typeof records.recordStage>[0]['said'],
  ) => {
    await records.recordStage({ movieId, task, stage: name, ...(said && { said }) });
    course.enter(name);
  };

  await stage('READING');
  const { pictures, ...said } = await readArguments({ movieId, uploads });

  await stage('ANALYSING', said);
  let analysed = 0;
  const indexed = pictures.map(({ key }, index) => ({ key, index }));
  const found = await sideBySideOf(indexed, analysesAtOnce, async (picture) => {
    const one = await analysePicture({ ...picture, movieId, size });
    course.analysed(++analysed, pictures.length);
    return one;
  });

  await stage('COMPOSING');
  const { title, description } = said;
  const poem = await writePoem({ movieId, pictures, title });

  await stage('MATCHING');
  const facts = found.map((one) => one.facts);
  const planned = await planMovie({ movieId, facts, title, description, poem, size });

  await stage('RENDERING');
  return { plan: planned, copies: found.map(({ copy }) => copy) };
}

/** Stage 105: segments and soundtrack side by side on all media workers, then joined. */
async function draw({ movieId, course }: Job, { planKey, segments, frames }: Plan, copies: string[]) {
  const film = { movieId, planKey };
  course.planned(segments.length, frames);
  const [soundtrack, ...drawn] = await sideBySide([
    () => renderSoundtrack(film),
    ...segments.map((segment) => async () => {
      const done = await renderSegment({ ...film, pictures: copies, segment });
      course.drew(segment.to - segment.from);
      return done;
    }),
  ]);
  return joinFilm({ ...film, segments: drawn.map(({ key }) => key), soundtrack: soundtrack?.key ?? '' });
}

/** Records that a run came to nothing, and leaves nothing behind of it; nothing at all where the movie is gone. */
async function giveUp({ movieId, task, course }: Job, reason: string | undefined): Promise<void> {
  course.gaveUp(reason);
  await removeWork({ movieId });
  const { isGone } = await records.recordGivenUp({ movieId, task, ...(reason !== undefined && { reason }) });
  if (isGone) await removeMovies({ movieIds: [movieId] });
}

/** Makes a film of a movie's pictures in five recorded stages, on as many media workers as there are. */
export async function movieRender({ movieId, after }: RenderRequest): Promise<void> {
  const course = createCourse();
  setHandler(progress, course.now);
  const queued = await open(() => records.recordQueued({ movieId, after, task: workflowInfo().runId }));
  const job = { ...queued, movieId, course };
  try {
    const made = await plan(job);
    const { movie, cover } = await draw(job, made.plan, made.copies);
    await records.recordFinished({ movieId, task: job.task, movie, cover });
  } catch (error) {
    const reason = isCancellation(error) ? undefined : reasonOf(error);
    await CancellationScope.nonCancellable(() => giveUp(job, reason));
    throw error;
  }
  course.finished();
  await CancellationScope.nonCancellable(() => removeWork({ movieId })).catch((error: unknown) =>
    log.warn('work_left_behind', { movieId, error }),
  );
}
