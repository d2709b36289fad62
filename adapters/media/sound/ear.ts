import type { SoundFacts } from '#domain/dubbing/media.plan.ts';
import { openKernel } from '../kernel/kernel.ts';
import { integratedLufs, interpolator, kWeighting, lufsOf } from './loudness.ts';

export const stretchesPerSecond = 20;
const stretchesPerStep = 2; // loudness counts steps of 100 ms
const mostPeaks = 600; // for drawing
const bytesPerFrame = 8; // two floats
const { phases, taps, coefficients } = interpolator;
const tableAt = 256; // after what the kernel keeps
const pastAt = tableAt + 160; // the frames before those that come in
const pastBytes = taps * bytesPerFrame;
const samplesAt = pastAt + pastBytes;
const at = { coefficients: 0, energy: 128, low: 144, high: 160 };
/** How much higher than all samples it can be between them. */
const mostRise = Math.max(...coefficients.map((phase) => phase.reduce((sum, one) => sum + Math.abs(one), 0)));

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

/** The kernel with room for so many frames: weighs what lies in it and tells its energy, lowest and highest sample. */
function openScales(rate: number, mostFrames: number) {
  const kernel = openKernel(samplesAt + (mostFrames + 1) * bytesPerFrame);
  const memory = new Uint8Array(kernel.memory.buffer);
  const doubles = new Float64Array(kernel.memory.buffer, 0, tableAt / 8);
  const floats = new Float32Array(kernel.memory.buffer, 0, pastAt / 4);
  doubles.set(kWeighting(rate), at.coefficients);
  floats.set(coefficients.flat(), tableAt / 4);
  return {
    room: memory.subarray(samplesAt, samplesAt + mostFrames * bytesPerFrame),
    weigh(frames: number): { energy: number; low: number; high: number } {
      kernel.listen(samplesAt, frames, 0);
      const energy = sides(doubles, at.energy).reduce((sum, one) => sum + one, 0);
      const [low, high] = [Math.min(...sides(floats, at.low)), Math.max(...sides(floats, at.high))];
      memory.fill(0, at.energy, at.high + 16);
      return { energy, low, high };
    },
    /** Highest value between those samples and the ones before, which they become then. */
    peakBetween(frames: number, isNeeded: boolean): number {
      const end = samplesAt + frames * bytesPerFrame;
      memory.fill(0, end, end + bytesPerFrame); // frames are taken two by two
      const peak = isNeeded ? kernel.between(samplesAt, frames, tableAt, phases, taps) : 0;
      memory.copyWithin(pastAt, end - pastBytes, end);
      return peak;
    },
  };
}

/** Finds the highest value at samples and between them; looks between only where it can be higher than what was found. */
function createCrest(peakBetween: (frames: number, isNeeded: boolean) => number) {
  let [peak, before] = [0, 0]; // before: highest sample of the last stretch
  return {
    rise(frames: number, high: number): void {
      peak = Math.max(peak, high);
      peak = Math.max(peak, peakBetween(frames, Math.max(before, high) * mostRise > peak));
      before = high;
    },
    peak: () => peak,
  };
}

/** What was weighed, stretch by stretch. */
function createNotes(rate: number, perStretch: number) {
  const energies: number[] = []; // of each 100 ms
  const highs: number[] = []; // of each stretch
  const outline: number[] = []; // lowest and highest sample of each stretch in turn
  let frames = 0;
  return {
    highs,
    outline,
    add(whole: number, { energy, low, high }: { energy: number; low: number; high: number }): number {
      const step = Math.floor(highs.length / stretchesPerStep);
      const most = Math.max(-low, high);
      energies[step] = (energies[step] ?? 0) + energy;
      highs.push(most);
      outline.push(low, high);
      frames += whole;
      return most;
    },
    steps: () =>
      energies.map((energy, i) => ({
        lufs: lufsOf(energy / (perStretch * stretchesPerStep)),
        peakDb: 20 * Math.log10(Math.max(...highs.slice(i * stretchesPerStep, (i + 1) * stretchesPerStep))),
      })),
    facts: (): SoundFacts & { lufs: number } => ({
      durationMs: Math.round((frames * 1000) / rate),
      lufs: integratedLufs(energies, perStretch * stretchesPerStep, frames),
      peakDb: orNull(20 * Math.log10(highs.reduce((a, b) => Math.max(a, b), 0))),
      peaks: drawn(highs),
    }),
  };
}

/** Hears stereo floats as they pass and tells duration, loudness, highest sample and peaks in the end; a keen one the true peak too. */
export function createEar(rate: number, { isKeen = false } = {}) {
  const perStretch = Math.round(rate / stretchesPerSecond);
  const { room, weigh, peakBetween } = openScales(rate, perStretch);
  const crest = createCrest(peakBetween);
  const notes = createNotes(rate, perStretch);
  let filled = 0; // bytes of the stretch that is coming in

  function finishStretch(): void {
    const whole = Math.floor(filled / bytesPerFrame);
    const high = notes.add(whole, weigh(whole));
    filled = 0;
    if (isKeen) crest.rise(whole, high);
  }
  const end = (): void => void (filled >= bytesPerFrame && finishStretch());

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
    highs: (): readonly number[] => notes.highs,

    /** Lowest and highest sample of either side, in turn, of each so many frames; the last part may be shorter. */
    outline: (): { framesPerPart: number; values: readonly number[] } => ({
      framesPerPart: perStretch,
      values: notes.outline,
    }),

    /** Highest value of the sound between samples too, dBTP; of a keen ear whose hearing has ended. */
    truePeakDb: (): number => 20 * Math.log10(crest.peak()),

    /** Ends the hearing: K-weighted LUFS and highest sample (dBFS) of each 100 ms. */
    steps(): { lufs: number; peakDb: number }[] {
      end();
      return notes.steps();
    },

    /** Ends the hearing. `lufs` is no number where a sample was none. */
    facts(): SoundFacts & { lufs: number } {
      end();
      return notes.facts();
    },
  };
}
export type Ear = ReturnType<typeof createEar>;
