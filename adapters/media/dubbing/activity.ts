import { stretchesPerSecond } from '../sound/ear.ts';

/** A time on the clip, s. */
export interface Span {
  from: number;
  to: number;
}

const quietest = 10 ** (-50 / 20); // what is softer is no speech, however soft the recording
const belowLoudest = 10 ** (-26 / 20);
const longestPause = 0.6; // s; the background does not come back for a breath
const mostSpans = 400;

/** Joins spans with less than a pause between them. */
function joined(spans: readonly Span[], pause: number): Span[] {
  const all: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last !== undefined && span.from - last.to < pause) last.to = Math.max(last.to, span.to);
    else all.push({ ...span });
  }
  return all;
}

/** Where a voice speaks, by the highest |sample| of each 50 ms; it begins on the clip at `startMs`. */
export function spansOf(highs: readonly number[], startMs: number): Span[] {
  const threshold = Math.max(quietest, belowLoudest * highs.reduce((a, b) => Math.max(a, b), 0));
  const at = (stretch: number) => startMs / 1000 + stretch / stretchesPerSecond;
  return joined(
    highs.flatMap((high, i) => (high >= threshold ? [{ from: at(i), to: at(i + 1) }] : [])),
    longestPause,
  );
}

const noiseShare = 0.1; // so much of a recording is surely a pause
const underSpeechDb = 30;

const inDb = (value = 0): number => 20 * Math.log10(Math.max(value, 1e-5));

/** Level of the noise between the words, dBFS as the FFT noise reduction counts it; −80…−20. */
export function noiseOf(highs: readonly number[]): number {
  const sorted = highs.toSorted((a, b) => a - b);
  const noise = Math.min(inDb(sorted[Math.floor(sorted.length * noiseShare)]) + 4, inDb(sorted.at(-1)) - underSpeechDb);
  return Math.round(Math.max(-80, Math.min(-20, noise)));
}

/** All voices together; pauses are overlooked as far as it takes to keep the list short. */
export function together(voices: readonly (readonly Span[])[]): Span[] {
  let pause = longestPause;
  let spans = joined(voices.flat(), pause);
  while (spans.length > mostSpans) spans = joined(spans, (pause *= 2));
  return spans;
}

const ramp = { down: 0.15, up: 0.4 }; // s, before and after a span

const share = (value: number): number => Math.max(0, Math.min(1, value));

/** The gain at a time (s) of a sound that is lowered by so many dB while somebody speaks. */
export function ducking(spans: readonly Span[], depthDb: number): (at: number) => number {
  return (at) => {
    const shares = spans.map(({ from, to }) => {
      const [begin, end] = [from - ramp.down, to + ramp.up];
      return share(Math.min((at - begin) / ramp.down, (end - at) / ramp.up));
    });
    return 10 ** ((-depthDb / 20) * share(shares.reduce((sum, one) => sum + one, 0)));
  };
}

/** The gain of a sound of so many seconds that fades in and out evenly. */
export const fading =
  (seconds: number, { fadeIn, fadeOut }: { fadeIn: number; fadeOut: number }) =>
  (at: number): number =>
    share(at / fadeIn) * share((seconds - at) / fadeOut);
