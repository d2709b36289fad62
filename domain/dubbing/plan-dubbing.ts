import type { Bgm } from './bgm.entity.ts';
import { targetLoudness, type DubbingPlan } from './dubbing.plan.ts';
import { bgmOf, originalOf, recordingOf, silentOf } from './dubbing-folder.ts';
import type { DubbingRequest } from './dubbing-request.plan.ts';
import type { Recording } from './recording.entity.ts';
import type { ListedWorks } from './works.ts';

interface Material {
  works: ListedWorks;
  recordings: readonly Recording[];
  bgm: Bgm | null;
}

/** Everything a mix needs to know; the same material and request give the same plan. */
export function planDubbing({ works, recordings, bgm }: Material, request: DubbingRequest): DubbingPlan {
  const video = works.video.$;
  return {
    video: { silent: silentOf(video.id), original: originalOf(video.id) },
    durationMs: video.durationMs,
    voices: recordings.map(({ file, startMs, role }) => ({
      key: recordingOf(works.id, file),
      startMs,
      ...(role && { roleId: role.id }),
    })),
    lines: request.useOriginalSubtitle ? video.lines : (works.lines ?? []),
    bgm: bgm && { key: bgmOf(bgm.id) },
    dialogue: request.useOriginalDialogue ? 'ducked' : 'removed',
    denoise: request.denoise,
    burnSubtitle: request.burnSubtitle,
    loudness: targetLoudness,
  };
}
