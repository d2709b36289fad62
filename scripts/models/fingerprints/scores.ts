import type { Score } from '../../music/score.ts';
import { chanceOf } from '../../shared/chance.ts';

const names = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'];
const major = [0, 2, 4, 5, 7, 9, 11];
/** Degrees of the scale with their kinds; half of all songs anywhere are made of these. */
const progressions = [
  '0 4 5m 3',
  '5m 3 0 4',
  '0 5m 3 4',
  '0 3 4 3',
  '1m 4 0 0',
  '5m 4 3 4',
  '0 2m 3 4',
  '3 4 2m 5m',
] as const;
const ladders = ['0 2 3 4 5 4 3 2', '0 . 1 2 . 2 1 .', '0 1 2 1', '0 2 1 2 0 2 1 2'] as const;
const leads = [0, 4, 11, 24, 40, 56, 65, 73, 80] as const;
const grounds = [0, 24, 25, 26, 46, 48] as const;
const basses = ['r . . r 5 . r .', 'r . 5 .', 'r r 5 8'] as const;
const rhythms: readonly [number[], ...number[][]] = [
  [1, 1, 1, 1],
  [2, 1, 1],
  [1.5, 0.5, 2],
  [1, 0.5, 0.5, 2],
  [3, 1],
];

interface Dice {
  chance: () => number;
  pick: <T>(list: readonly [T, ...T[]]) => T;
}

function diceOf(seed: number): Dice {
  const chance = chanceOf(seed);
  return { chance, pick: (list) => list[Math.floor(chance() * list.length)] ?? list[0] };
}

const nameOf = (key: number, degree: number): string => names[(key + (major[degree % 7] ?? 0)) % 12] ?? 'C';

/** Eight bars: a row of four chords twice, and a melody of the scale. */
function sectionOf({ chance, pick }: Dice, key: number): Score['sections'][string] {
  const chords = pick(progressions)
    .split(' ')
    .map((step) => nameOf(key, Number.parseInt(step, 10)) + (step.endsWith('m') ? 'm' : ''));
  const note = (beats: number): string =>
    chance() < 0.1 ? `r:${beats}` : `${nameOf(key, Math.floor(chance() * 7))}5:${beats}`;
  const bars = Array.from({ length: 8 }, () => pick(rhythms).map(note).join(' '));
  return { chords: [...chords, ...chords].join(' '), melodies: { lead: bars.join(' | ') } };
}

function tracksOf({ chance, pick }: Dice): Score['tracks'] {
  const track = (name: string, program: number, volume: number): Score['tracks'][number] => {
    const pan = 40 + Math.floor(chance() * 48);
    return { name, program, volume, pan, reverb: 50, velocity: 70, from: 'C3', pad: false };
  };
  const drums = { 36: 'x...x...', 38: '..x...x.', 42: 'oxoxoxox' };
  return [
    track('lead', pick(leads), 96),
    { ...track('ground', pick(grounds), 84), arpeggio: pick(ladders) },
    { ...track('pad', 48, 52), pad: true },
    { ...track('bass', 33, 92), from: 'E2', bass: pick(basses) },
    ...(chance() < 0.6 ? [{ ...track('drums', 0, 80), drums }] : []),
  ];
}

/** A song of eight bars four times over, made by chance: its own key, tempo, instruments, chords and melody. */
export function scoreOf(seed: number): Score {
  const dice = diceOf(seed);
  const key = Math.floor(dice.chance() * 12);
  const bpm = 76 + Math.floor(dice.chance() * 70);
  const section = () => sectionOf(dice, key);
  return {
    id: 'made',
    title: `Made ${seed}`,
    bpm,
    beatsPerBar: 4,
    form: ['A', 'B', 'A', 'C'],
    sections: { A: section(), B: section(), C: section() },
    tracks: tracksOf(dice),
  };
}
