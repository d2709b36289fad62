import type { SoundFacts } from '#domain/dubbing/media.plan.ts';
import { openKernel } from '../kernel/kernel.ts';
import { integratedLufs, kWeighting } from './loudness.ts';

export const stretchesPerSecond = 20;
const stretchesPerStep = 2; // loudness counts steps of 100 ms
const mostPeaks = 600; // for drawing
const bytesPerFrame = 8; // two floats
const samplesAt = 256; // after what the kernel keeps
const at = { coefficients: 0, energy: 128, low: 144, high: 160 };

const sides = (list: Float64Array | Float32Array, byte: number): number[] => {
  const first = byte / list.BYTES_PER_ELEMENT;
  return [...list.subarray(first, first + 2)];
};
const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Highest of equal parts: at least one stretch of 50 ms each, and no more parts than one draws. */
function drawn(highs: readonly number[]): number[] {
  const parts = Math.min(highs.length, mostPeaks);
  const end = (part: number) => Math.ceil(((part + 1) * highs.length) / parts);
  const part = (i: number) => highs.slice(Math.floor((i * highs.length) / parts), end(i));
  return Array.from({ length: parts }, (_, i) => Math.round(Math.min(1, Math.max(...part(i))) * 100) / 100);
}

/** The kernel with room for so many frames: weighs what lies in it and tells its energy and highest sample. */
function openScales(rate: number, mostFrames: number) {
  const kernel = openKernel(samplesAt + mostFrames * bytesPerFrame);
  const memory = new Uint8Array(kernel.memory.buffer);
  const doubles = new Float64Array(kernel.memory.buffer, 0, samplesAt / 8);
  const floats = new Float32Array(kernel.memory.buffer, 0, samplesAt / 4);
  doubles.set(kWeighting(rate), at.coefficients);
  return {
    room: memory.subarray(samplesAt, samplesAt + mostFrames * bytesPerFrame),
    weigh(frames: number): { energy: number; high: number } {
      kernel.listen(samplesAt, frames, 0);
      const energy = sides(doubles, at.energy).reduce((sum, one) => sum + one, 0);
      const high = Math.max(...sides(floats, at.low).map((low) => -low), ...sides(floats, at.high));
      memory.fill(0, at.energy, at.high + 16);
      return { energy, high };
    },
  };
}

/** Hears stereo floats as they pass and tells duration, loudness, highest sample and peaks in the end. */
export function createEar(rate: number) {
  const perStretch = Math.round(rate / stretchesPerSecond);
  const { room, weigh } = openScales(rate, perStretch);
  const energies: number[] = []; // of each 100 ms
  const highs: number[] = []; // of each stretch
  let [frames, filled] = [0, 0]; // filled: bytes of the stretch that is coming in

  function finishStretch(): void {
    const whole = Math.floor(filled / bytesPerFrame);
    const { energy, high } = weigh(whole);
    const step = Math.floor(highs.length / stretchesPerStep);
    energies[step] = (energies[step] ?? 0) + energy;
    highs.push(high);
    frames += whole;
    filled = 0;
  }

  return {
    /** Interleaved little-endian floats, left and right, cut anywhere. */
    hear(bytes: Uint8Array): void {
      for (let i = 0; i < bytes.length;) {
        const take = Math.min(bytes.length - i, room.length - filled);
        room.set(bytes.subarray(i, i + take), filled);
        filled += take;
        i += take;
        if (filled === room.length) finishStretch();
      }
    },

    /** Highest |sample| of each 50 ms so far. */
    highs: (): readonly number[] => highs,

    /** Ends the hearing. `lufs` is no number where a sample was none. */
    facts(): SoundFacts & { lufs: number } {
      if (filled >= bytesPerFrame) finishStretch();
      return {
        durationMs: Math.round((frames * 1000) / rate),
        lufs: integratedLufs(energies, perStretch * stretchesPerStep, frames),
        peakDb: orNull(20 * Math.log10(highs.reduce((a, b) => Math.max(a, b), 0))),
        peaks: drawn(highs),
      };
    },
  };
}
