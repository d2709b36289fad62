import type { SoundStudio } from '#domain/ports/sound-studio.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { useFfmpeg } from '../ffmpeg/run.ts';
import { createLanes } from '../lanes.ts';
import { inspectVoice } from './voice.ts';

const atOnce = 2;

/**
 * Hears recordings as they are uploaded: a few at once, the others wait their turn. One that is not heard in time,
 * for so many wait or the machine is slow, is refused as `overloaded`.
 */
export function createVoiceReader(ffmpegPath: string, patienceMs = 30_000): Pick<SoundStudio, 'inspectVoice'> {
  useFfmpeg(ffmpegPath);
  const queue = createLanes(atOnce);

  async function hear(file: string, signal: AbortSignal) {
    const leave = await queue.enter(signal);
    try {
      const { format, durationMs } = await inspectVoice(file, { signal });
      return { format, durationMs };
    } finally {
      leave();
    }
  }

  return {
    async inspectVoice(file) {
      const signal = AbortSignal.timeout(patienceMs);
      try {
        return await hear(file, signal);
      } catch (error) {
        throw error === signal.reason ? new DomainError('too_many', 'overloaded') : error;
      }
    },
  };
}
