import { CancelledFailure, Context } from '@temporalio/activity';
import type { FilmPlanning } from '#activities/business/film-plan.ts';
import type { SheetPlanning } from '#activities/business/sheet-plan.ts';
import type { AlbumEnds } from '#activities/business/album-ends.ts';
import type { AlbumRecords } from '#activities/business/albums.ts';
import type { AlbumFiles } from '#activities/io/album-files.ts';
import type { FilmRendering } from '#activities/media/film.ts';
import type { PictureAnalysis } from '#activities/media/pictures.ts';
import type { SheetRendering } from '#activities/media/sheet.ts';
import type { AlbumKind } from '#domain/albums/album.machine.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';
import { renderOf, renders } from '#workflows/albums/contract.ts';
import { movieRef } from './album-refs.ts';
import type { RealStories } from './real-stories.ts';

const facts: PictureFacts = {
  width: 4,
  height: 3,
  orientation: 'landscape',
  colors: [],
  brightness: 0.5,
  focus: { x: 0, y: 0, width: 1, height: 1 },
};

/** Stands in an activity until it is cancelled, heartbeating as a real one does. */
export async function untilCancelled(onCancel: () => void = () => undefined): Promise<never> {
  const { cancelled, heartbeat } = Context.current();
  const pulse = setInterval(() => heartbeat(), 100);
  try {
    return await cancelled;
  } catch (error) {
    if (error instanceof CancelledFailure) onCancel();
    throw error;
  } finally {
    clearInterval(pulse);
  }
}

export interface CrewOptions {
  pictures?: number;
  segments?: number;
}

/** Everybody who makes a film, in a few milliseconds; notes what was asked of whom, in order. */
export function filmCrew({ pictures = 3, segments = 4 }: CrewOptions = {}) {
  const notes: string[] = [];
  const uploads = Array.from({ length: pictures }, (_, i) => ({ key: `movies/7/${i}.jpg`, name: `${i}.jpg` }));
  const records: AlbumRecords = {
    recordQueued: async ({ task }) => {
      notes.push('QUEUED');
      return { task, uploads, size: { width: 1280, height: 720 } };
    },
    recordStage: async ({ stage, said }) => void notes.push(said ? `${stage} ${said.title}` : stage),
    recordFinished: async ({ made }) => void notes.push(`FINISHED ${made.result}`),
    recordGivenUp: async ({ reason }) => {
      notes.push(`GIVEN UP ${reason ?? 'without a reason'}`);
      return { isGone: false };
    },
  };
  const ends: AlbumEnds = {
    recordDeleted: async ({ album }) => void notes.push(`DELETED ${album.albumId}`),
    findStale: async () => [],
    recordExpired: async ({ albumIds }) => albumIds.map(movieRef),
    findUncleared: async () => [],
    recordCleared: async ({ albumIds }) => void notes.push(`cleared ${albumIds.join(',')}`),
  };
  const planning: FilmPlanning = {
    readArguments: async ({ uploads }) => {
      notes.push('read');
      const shown = uploads.map((upload) => ({ ...upload, labels: [] }));
      return { title: 'a title', description: '', pictures: shown };
    },
    writePoem: async () => {
      notes.push('compose');
      return { text: '', author: '', title: '', keywords: [] };
    },
    planMovie: async () => {
      notes.push('plan');
      const cut = Array.from({ length: segments }, (_, index) => ({ index, from: index * 100, to: index * 100 + 100 }));
      return { planKey: 'movies/7/work/plan.json', template: 't', frames: segments * 100, segments: cut };
    },
  };
  const analysis: PictureAnalysis = {
    analysePicture: async ({ key }) => {
      notes.push(`analyse ${key}`);
      return { facts, copy: `copy-${uploads.findIndex((upload) => upload.key === key)}` };
    },
  };
  const rendering: FilmRendering = {
    renderSegment: async ({ segment }) => {
      notes.push(`draw ${segment.index}`);
      return { key: `s${segment.index}` };
    },
    renderSoundtrack: async () => {
      notes.push('sound');
      return { key: 'sound' };
    },
    joinFilm: async ({ segments, soundtrack }) => {
      notes.push(`join ${segments.join('+')}+${soundtrack}`);
      return {
        result: 'movies/7/result.mp4',
        cover: 'movies/7/cover.jpg',
        width: 1,
        height: 1,
        coverWidth: 1,
        coverHeight: 1,
      };
    },
  };
  const sheets: SheetPlanning & SheetRendering = {
    planSheet: async ({ captions, showsPlaces }) => {
      notes.push(`plan ${captions.join('+')} ${showsPlaces ? 'with places' : 'without places'}`);
      return { planKey: 'photos/7/work/plan.json', design: 'd' };
    },
    drawSheet: async ({ pictures }) => {
      notes.push(`draw ${pictures.join('+')}`);
      return {
        result: 'photos/7/result.jpg',
        cover: 'photos/7/cover.jpg',
        width: 1080,
        height: 5000,
        coverWidth: 540,
        coverHeight: 640,
      };
    },
  };
  const files: AlbumFiles = {
    removeAlbums: async ({ albums }) => void notes.push(`remove ${albums.map(({ albumId }) => albumId).join(',')}`),
    removeWork: async ({ album }) => void notes.push(`remove work of ${album.albumId}`),
  };
  return {
    notes,
    records,
    ends,
    planning,
    analysis,
    rendering,
    sheets,
    files,
    queues: () => ({
      business: { ...records, ...ends, ...planning, planSheet: sheets.planSheet },
      io: files,
      media: { ...analysis, ...rendering, drawSheet: sheets.drawSheet },
    }),
  };
}

let albums = 100;

/** A crew and an album of its own, on this stage; a film unless it is said otherwise. */
export function castFilm(stories: RealStories, options: CrewOptions = {}, kind: AlbumKind = 'movie') {
  const crew = filmCrew(options);
  const albumId = albums++;
  const handle = () => stories.client.workflow.getHandle(renderOf(kind, albumId));
  return {
    ...crew,
    albumId,
    handle,
    begin: () => stories.flows.begin(renders[kind], { albumId, after: null }),
    /** Renders to the end, whatever it is. */
    async render(): Promise<unknown> {
      await stories.flows.begin(renders[kind], { albumId, after: null });
      return handle()
        .result()
        .catch((error: unknown) => error);
    },
    play: <T>(story: () => Promise<T>): Promise<T> => stories.tell(crew.queues(), story),
  };
}
