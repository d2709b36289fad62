import type { FilmPlan } from '#domain/albums/film.plan.ts';
import type { MusicPiece } from '#domain/albums/template.plan.ts';
import type { Level } from '../sound/level.ts';
import { integratedLufs, powerOf } from '../sound/loudness.ts';

const stepsPerSecond = 10;
const samplesPerStep = 4800;

/**
 * How loud that is what a film hears of its music (repeated by the loop, cut and faded), reckoned from the levels that the
 * piece came with: nothing has to be decoded and measured for it.
 */
export function heardLevel({ frames, fps, music }: FilmPlan, { loop, levels }: MusicPiece): Level {
  const seconds = frames / fps;
  const fade = music.fadeOut / fps;
  const steps = Array.from({ length: Math.ceil(seconds * stepsPerSecond) }, (_, i) => {
    const [begin, middle] = [i / stepsPerSecond, (i + 0.5) / stepsPerSecond];
    const source = Math.floor(sourceOf(middle, loop) * stepsPerSecond);
    const gainAt = (at: number) => (fade > 0 ? Math.min(1, Math.max(0, (seconds - at) / fade)) : 1);
    const share = Math.min(1, seconds * stepsPerSecond - i); // of the last step
    return {
      energy: powerOf(levels.lufs[source] ?? -Infinity) * gainAt(middle) ** 2 * share * samplesPerStep,
      peakDb: (levels.peakDb[source] ?? -Infinity) + 20 * Math.log10(gainAt(begin)),
    };
  });
  const energies = steps.map(({ energy }) => energy);
  return {
    lufs: integratedLufs(energies, samplesPerStep, seconds * stepsPerSecond * samplesPerStep),
    peakDb: steps.reduce((high, { peakDb }) => Math.max(high, peakDb), -Infinity),
  };
}

/** Where in the piece a moment of the film is taken from, s. */
function sourceOf(at: number, { startMs, endMs }: MusicPiece['loop']): number {
  const [start, end] = [startMs / 1000, endMs / 1000];
  return at < end ? at : start + ((at - start) % (end - start));
}
