import type { DubbingRecords } from '#activities/business/dubbing.ts';
import type { IntakeRecords } from '#activities/business/intake.ts';
import type { WorksEnds } from '#activities/business/works-ends.ts';
import type { IntakeFiles } from '#activities/io/intake-files.ts';
import type { WorksFiles } from '#activities/io/works-files.ts';
import { targetLoudness } from '#domain/dubbing/dubbing.plan.ts';
import type { DubbingMedia } from '#domain/dubbing/media.plan.ts';
import { product } from './piaxi.ts';

const facts = { durationMs: 1000, lufs: -20, peakDb: -3, peaks: [] };

/** Everybody who dubs and takes in clips, in a few milliseconds; notes what was asked of whom, in order. */
export function dubbingCrew() {
  const notes: string[] = [];
  const records: DubbingRecords = {
    recordDubbingQueued: async () => void notes.push('QUEUED'),
    recordDubbingStage: async ({ stage }) => void notes.push(stage),
    planMix: async () => {
      notes.push('plan');
      return {
        video: { silent: 's', original: 'o' },
        durationMs: 1000,
        voices: [],
        lines: [],
        bgm: null,
        dialogue: 'removed',
        denoise: false,
        burnSubtitle: false,
        loudness: targetLoudness,
      };
    },
    recordDubbed: async () => void notes.push('FINISHED'),
    recordNotDubbed: async ({ worksId, reason }) => {
      notes.push(`NOT DUBBED ${reason ?? 'without a reason'}`);
      return { isGone: notes.includes(`DELETED ${worksId}`) };
    },
  };
  const intake: IntakeRecords = {
    recordClip: async () => {
      notes.push('CLIP');
      return { id: 7, faces: [{ roleId: 1, picture: null, atMs: 500 }] };
    },
    recordMusic: async () => {
      notes.push('MUSIC');
      return { id: 3 };
    },
    recordClipReady: async () => void notes.push('CLIP READY'),
    recordMusicReady: async () => void notes.push('MUSIC READY'),
    recordNotTakenIn: async () => void notes.push('NOT TAKEN IN'),
  };
  const media: DubbingMedia = {
    ingestClip: async ({ videoId, faces }) => {
      notes.push(`ingest clip ${videoId} with ${faces.length} faces`);
      return { ...facts, width: 16, height: 16, fps: 25 };
    },
    ingestMusic: async ({ bgmId }) => {
      notes.push(`ingest music ${bgmId}`);
      return facts;
    },
    mixDubbing: async ({ worksId }) => {
      notes.push(`mix ${worksId}`);
      return product;
    },
  };
  const ends: WorksEnds = {
    recordWorksDeleted: async ({ worksId }) => void notes.push(`DELETED ${worksId}`),
    findStaleWorks: async () => [],
    recordWorksExpired: async ({ worksIds }) => worksIds,
  };
  const files: IntakeFiles & WorksFiles = {
    removeIntake: async () => void notes.push('remove intake'),
    removeWorks: async ({ worksId }) => void notes.push(`remove ${worksId}`),
  };
  return {
    notes,
    records,
    intake,
    ends,
    media,
    files,
    queues: () => ({ business: { ...records, ...intake, ...ends }, media, io: files }),
  };
}
