import { CancellationScope, isCancellation, log, patched, setHandler, workflowInfo } from '@temporalio/workflow';
import type { AlbumRecords } from '#activities/business/albums.ts';
import type { FilmPlanning } from '#activities/business/film-plan.ts';
import type { AlbumFiles } from '#activities/io/album-files.ts';
import type { PictureAnalysis } from '#activities/media/pictures.ts';
import type { AlbumRef } from '#domain/albums/album-folder.ts';
import type { AlbumKind, AlbumStage } from '#domain/albums/album.machine.ts';
import { weatherWordOf } from '#domain/albums/keywords.plan.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';
import type { Poem } from '#domain/albums/poem.plan.ts';
import type { AlbumResult } from '#domain/albums/result.plan.ts';
import { createCourse, type Course } from '../kernel/course.ts';
import { open } from '../kernel/opening.ts';
import { progress } from '../kernel/progress.ts';
import { business, io, lasting, media, noted } from '../kernel/proxies.ts';
import { reasonOf } from '../kernel/reason.ts';
import { sideBySideOf } from '../kernel/side-by-side.ts';
import type { RenderRequest } from './contract.ts';

const records = business<AlbumRecords>();
const { recordStage } = noted<AlbumRecords>();
const { readArguments, writePoem } = business<FilmPlanning>();
const { analysePicture } = media<PictureAnalysis>();
const { removeWork } = io<AlbumFiles>();
const { removeAlbums } = lasting<AlbumFiles>();

/** A run at work. */
type Job = Awaited<ReturnType<typeof records.recordQueued>> & { album: AlbumRef; course: Course<AlbumStage> };

/** What stages 101 to 103 found out. */
interface Material {
  title: string;
  description: string;
  facts: PictureFacts[]; // in the album's order
  captions: string[]; // what the owner says about each picture
  showsPlaces: boolean;
  copies: string[]; // working copies of the pictures, storage keys
  poem: Poem;
}

/** What one kind of album does differently: stages 104 and 105, and how operators read them. */
export interface LastStages<Plan> {
  kind: AlbumKind;
  drawing: string;
  parts: string;
  finished: string;
  plan(job: Job, material: Material): Promise<Plan>;
  draw(job: Job, plan: Plan, copies: string[]): Promise<AlbumResult>;
}

const analysesAtOnce = 4;

const courseOf = ({ drawing, parts, finished }: Pick<LastStages<unknown>, 'drawing' | 'parts' | 'finished'>) =>
  createCourse<AlbumStage>({
    doing: {
      QUEUED: 'Waiting for a worker.',
      READING: 'Checking info.json against the uploads.',
      ANALYSING: 'Looking at the pictures: size, colours, where the eye goes.',
      COMPOSING: 'Writing a poem.',
      MATCHING: 'Choosing a template and planning the result.',
      RENDERING: drawing,
    },
    parts,
    from: 10,
    to: 95,
    finished,
  });

/** Each stage is recorded before it begins. */
async function enter(
  { album, task, course }: Job,
  stage: AlbumStage,
  said?: Parameters<typeof recordStage>[0]['said'],
) {
  await recordStage({ album, task, stage, ...(said && { said }) });
  course.enter(stage);
}

/** Stages 101 to 103: from info.json to pictures that are understood, and a poem. */
async function gather(job: Job): Promise<Material> {
  const { album, uploads, size, course } = job;
  await enter(job, 'READING');
  const { pictures, poem: kind, hidesPlaces = false, ...said } = await readArguments({ album, uploads });

  await enter(job, 'ANALYSING', said);
  let analysed = 0;
  const found = await sideBySideOf(pictures, analysesAtOnce, async ({ key }) => {
    const one = await analysePicture({ key, album, size });
    course.prepared(++analysed, pictures.length);
    return one;
  });

  await enter(job, 'COMPOSING');
  const { title, description } = said;
  const weather = weatherWordOf(found.map(({ facts }) => facts));
  const poem = await writePoem({ album, pictures, title, ...(kind && { kind }), ...(weather && { weather }) });
  return {
    title,
    description,
    poem,
    captions: pictures.map(({ caption = '' }) => caption),
    showsPlaces: !hidesPlaces,
    facts: found.map(({ facts }) => facts),
    copies: found.map(({ copy }) => copy),
  };
}

/** What a run left while it was at work; where the storage stays away, it goes with the album. */
const clear = (album: AlbumRef): Promise<void> =>
  CancellationScope.nonCancellable(() => removeWork({ album })).catch((error: unknown) =>
    log.warn('work_left_behind', { albumId: album.albumId, error }),
  );

/** Records that a run came to nothing, then leaves nothing behind of it; nothing at all where the album is gone. */
async function giveUp({ album, task, course }: Job, reason: string | undefined): Promise<void> {
  const isSaidFirst = patched('said-first');
  course.gaveUp(reason);
  if (!isSaidFirst) await clear(album);
  const { isGone } = await records.recordGivenUp({ album, task, ...(reason !== undefined && { reason }) });
  if (isGone) await removeAlbums({ albums: [album] });
  else if (isSaidFirst) await clear(album);
}

/** Makes an album's pictures into a result in five recorded stages, on as many media workers as there are. */
export async function renderAlbum<Plan>(stages: LastStages<Plan>, { albumId, after }: RenderRequest): Promise<void> {
  const course = courseOf(stages);
  setHandler(progress, course.now);
  const album = { kind: stages.kind, albumId };
  const queued = await open(() => records.recordQueued({ album, after, task: workflowInfo().runId }));
  const job = { ...queued, album, course };
  try {
    const material = await gather(job);
    await enter(job, 'MATCHING');
    const plan = await stages.plan(job, material);
    await enter(job, 'RENDERING');
    const made = await stages.draw(job, plan, material.copies);
    await records.recordFinished({ album, task: job.task, made });
  } catch (error) {
    const reason = isCancellation(error) ? undefined : reasonOf(error);
    await CancellationScope.nonCancellable(() => giveUp(job, reason));
    throw error;
  }
  course.finished();
  await clear(album);
}
