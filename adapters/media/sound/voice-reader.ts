import type { SoundStudio } from '#domain/ports/sound-studio.ts';
import { useFfmpeg } from '../ffmpeg/run.ts';
import { createLanes } from '../lanes.ts';
import { inspectVoice } from './voice.ts';

const atOnce = 2;
const patienceMs = 30_000;

/** Hears recordings as they are uploaded: a few at once, the others wait their turn. */
export function createVoiceReader(ffmpegPath: string): Pick<SoundStudio, 'inspectVoice'> {
  useFfmpeg(ffmpegPath);
  const queue = createLanes(atOnce);
  return {
    async inspectVoice(file) {
      const signal = AbortSignal.timeout(patienceMs);
      const leave = await queue.enter(signal);
      try {
        const { format, durationMs } = await inspectVoice(file, { signal });
        return { format, durationMs };
      } finally {
        leave();
      }
    },
  };
}
