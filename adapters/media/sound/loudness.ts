const gateLufs = -70;
const relativeGateLu = -10;
const stepsPerBlock = 4; // blocks of 400 ms that begin every 100 ms

export const lufsOf = (power: number): number => -0.691 + 10 * Math.log10(power);
export const powerOf = (lufs: number): number => 10 ** ((lufs + 0.691) / 10);
const sumOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0);
const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;

/**
 * K-weighting of ITU-R BS.1770 for any sampling rate: the analogue prototypes behind its 48 kHz tables, by the bilinear
 * transform (as in libebur128). Shelf b0 b1 b2 a1 a2, then a1 a2 of the high-pass.
 */
export function kWeighting(rate: number): number[] {
  const section = (frequency: number, q: number) => {
    const k = Math.tan((Math.PI * frequency) / rate);
    const a0 = 1 + k / q + k * k;
    return { k, q, a0, a: [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0] };
  };
  const { k, q, a0, a } = section(1681.974450955533, 0.7071752369554196);
  const gain = 10 ** (3.999843853973347 / 20);
  const top = (gain ** 0.4996667741545416 * k) / q;
  const b = [(gain + top + k * k) / a0, (2 * (k * k - gain)) / a0, (gain - top + k * k) / a0];
  return [...b, ...a, ...section(38.13547087602444, 0.5003270373238773).a];
}

/**
 * Integrated loudness (EBU R 128, ITU-R BS.1770-4) of weighted energies, one for each 100 ms of so many frames; the last
 * may be shorter. −Infinity for silence. Sound shorter than a block counts as one.
 */
export function integratedLufs(energies: readonly number[], framesPerStep: number, frames: number): number {
  const blocks: number[] = [];
  let sum = 0;
  for (const [i, energy] of energies.entries()) {
    sum += energy - (energies[i - stepsPerBlock] ?? 0);
    const isWhole = (i + 1) * framesPerStep <= frames;
    if (i >= stepsPerBlock - 1 && isWhole) blocks.push(Math.max(sum, 0) / (stepsPerBlock * framesPerStep));
  }
  if (blocks.length === 0 && frames > 0) blocks.push(sumOf(energies) / frames);
  return gated(blocks);
}

/** Loudness of the blocks above −70 LUFS that are not 10 LU softer than those together. */
function gated(blocks: readonly number[]): number {
  const loud = blocks.filter((power) => !(power <= powerOf(gateLufs))); // one that is no number shows
  if (loud.length === 0) return -Infinity;
  const gate = powerOf(lufsOf(meanOf(loud)) + relativeGateLu);
  return lufsOf(meanOf(loud.filter((power) => power > gate)));
}

/** The interpolator between samples: so many taps for each of the three places between two. */
export const interpolator = { phases: 3, taps: 12, coefficients: interpolation(4, 49) };

/** Windowed sinc that quadruples the rate (ITU-R BS.1770-4, annex 2; the window is that of libebur128), without the phase that is the samples themselves. */
function interpolation(factor: number, length: number): number[][] {
  const all = Array.from({ length }, (_, i) => {
    const x = ((i - (length - 1) / 2) * Math.PI) / factor;
    return (x === 0 ? 1 : Math.sin(x) / x) * 0.5 * (1 - Math.cos((2 * Math.PI * i) / (length - 1)));
  });
  const phases = Array.from({ length: factor - 1 }, (_, i) => i + 1);
  return phases.map((phase) => all.filter((_, i) => i % factor === phase));
}
