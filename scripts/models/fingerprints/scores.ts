import type { Score } from '../../music/score.ts';
import { chanceOf } from '../../shared/chance.ts';

const names = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'];
const major = [0, 2, 4, 5, 7, 9, 11];
/** Degrees of the scale with their kinds; half of all songs anywhere are made of these. */
const progressions = ['0 4 5m 3', '5m 3 0 4', '0 5m 3 4', '0 3 4 3', '1m 4 0 0', '5m 4 3 4', '0 2m 3 4', '3 4 2m 5m'];
const ladders = ['0 2 3 4 5 4 3 2', '0 . 1 2 . 2 1 .', '0 1 2 1', '0 2 1 2 0 2 1 2'];
const leads = [0, 4, 11, 24, 40, 56, 65, 73, 80];
const grounds = [0, 24, 25, 26, 46, 48];

/** A song of eight bars four times over, made by chance: its own key, tempo, instruments, chords and melody. */
export function scoreOf(seed: number): Score {
  const chance = chanceOf(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  const key = Math.floor(chance() * 12);
  const nameOf = (degree: number): string => names[(key + (major[degree % 7] ?? 0)) % 12] ?? 'C';
  const chordsIn = (progression: string) =>
    progression.split(' ').map((step) => nameOf(Number.parseInt(step, 10)) + (step.endsWith('m') ? 'm' : ''));
  const melody = (): string =>
    Array.from({ length: 8 }, () =>
      pick([
        [1, 1, 1, 1],
        [2, 1, 1],
        [1.5, 0.5, 2],
        [1, 0.5, 0.5, 2],
        [3, 1],
      ])
        .map((beats) => (chance() < 0.1 ? `r:${beats}` : `${nameOf(Math.floor(chance() * 7))}5:${beats}`))
        .join(' '),
    ).join(' | ');
  const section = () => {
    const chords = chordsIn(pick(progressions));
    return { chords: [...chords, ...chords].join(' '), melodies: { lead: melody() } };
  };
  const track = (name: string, program: number, volume: number) => ({
    name,
    program,
    volume,
    pan: 40 + Math.floor(chance() * 48),
    reverb: 50,
    velocity: 70,
    from: 'C3',
    pad: false,
  });
  return {
    id: 'made',
    title: `Made ${seed}`,
    bpm: 76 + Math.floor(chance() * 70),
    beatsPerBar: 4,
    form: ['A', 'B', 'A', 'C'],
    sections: { A: section(), B: section(), C: section() },
    tracks: [
      track('lead', pick(leads), 96),
      { ...track('ground', pick(grounds), 84), arpeggio: pick(ladders) },
      { ...track('pad', 48, 52), pad: true },
      { ...track('bass', 33, 92), from: 'E2', bass: pick(['r . . r 5 . r .', 'r . 5 .', 'r r 5 8']) },
      ...(chance() < 0.6
        ? [{ ...track('drums', 0, 80), drums: { 36: 'x...x...', 38: '..x...x.', 42: 'oxoxoxox' } }]
        : []),
    ],
  };
}
