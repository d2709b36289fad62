import { z } from 'zod';

const TrackSchema = z.strictObject({
  name: z.string(),
  program: z.int().min(0).max(127), // General MIDI, from 0
  volume: z.int().min(0).max(127),
  pan: z.int().min(0).max(127).default(64),
  reverb: z.int().min(0).max(127).default(50),
  velocity: z.int().min(1).max(127).default(72),
  from: z.string().default('C4'), // lowest pitch of what is made from chords
  /** What the track makes of the chords: held chords, broken chords (steps of the chord's ladder) or a bass (r, 5, 8). `.` rests. */
  pad: z.boolean().default(false),
  arpeggio: z.string().optional(),
  bass: z.string().optional(),
  drums: z.record(z.string(), z.string()).optional(), // General MIDI percussion key → steps: X loud, x, o soft
  only: z.array(z.string()).optional(), // sections in which the patterns play
});

/** A piece as written down: sections of chords (one or two a bar) and melodies (`pitch:beats`, bars divided by |) by track. */
export const ScoreSchema = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  title: z.string(),
  bpm: z.number(),
  beatsPerBar: z.int(),
  form: z.array(z.string()),
  sections: z.record(z.string(), z.strictObject({ chords: z.string(), melodies: z.record(z.string(), z.string()) })),
  tracks: z.array(TrackSchema),
});
export type Score = z.infer<typeof ScoreSchema>;
type Track = Score['tracks'][number];

export interface Note {
  track: number;
  pitch: number; // MIDI
  start: number; // beats
  beats: number;
  velocity: number;
}
interface Chord {
  root: number;
  bass: number;
  tones: number[]; // above the root, ascending
  start: number;
  beats: number;
}

const letters: Record<string, number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const kinds: Record<string, number[]> = {
  '': [0, 4, 7],
  m: [0, 3, 7],
  m7: [0, 3, 7, 10],
  maj7: [0, 4, 7, 11],
  '6': [0, 4, 7, 9],
  add9: [0, 2, 4, 7],
  sus: [0, 5, 7],
  sus2: [0, 2, 7],
};

/** Pitch class of `F#`, `Bb`. */
function classOf(name: string): number {
  const value = letters[name.charAt(0)];
  if (value === undefined) throw new Error(`no pitch ${name}`);
  return (value + (name.includes('#') ? 1 : 0) - (name.includes('b') ? 1 : 0) + 12) % 12;
}

/** MIDI number of `F#4`; C4 is 60. */
function pitchOf(name: string): number {
  const [, letter = '', octave = ''] = /^([A-G][#b]?)(\d)$/.exec(name) ?? [];
  return classOf(letter) + 12 * (Number(octave) + 1);
}

function chordsOf(text: string, bar: number, beatsPerBar: number): Chord[] {
  return text
    .trim()
    .split(/\s+/u)
    .flatMap((measure, i) => {
      const names = measure.split(',');
      const beats = beatsPerBar / names.length;
      return names.map((name, j): Chord => {
        const [, root = '', kind = '', , bass = root] = /^([A-G][#b]?)([a-z]*\d*)(\/([A-G][#b]?))?$/.exec(name) ?? [];
        const tones = kinds[kind];
        if (root === '' || tones === undefined) throw new Error(`no chord ${name}`);
        return { root: classOf(root), bass: classOf(bass), tones, start: (bar + i) * beatsPerBar + j * beats, beats };
      });
    });
}

const above = (low: number, pitchClass: number): number => low + ((((pitchClass - low) % 12) + 12) % 12);
const accent = (beat: number): number => (beat % 4 === 0 ? 8 : Number.isInteger(beat) ? 0 : -8);
const steps = (pattern: string): string[] => pattern.trim().split(/\s+/u);

function fromChord(chord: Chord, track: Track, index: number): Note[] {
  const low = pitchOf(track.from);
  const note = (pitch: number, start: number, beats: number, soft = 0): Note => ({
    track: index,
    pitch,
    start,
    beats,
    velocity: Math.max(1, track.velocity + accent(start) - soft),
  });
  const inChord = (pattern: string, pitch: (step: string) => number, ring: number): Note[] => {
    const all = steps(pattern);
    const length = 4 / all.length;
    return all
      .map((step, i) => ({ step, start: chord.start + i * length }))
      .filter(({ step, start }) => step !== '.' && start < chord.start + chord.beats)
      .map(({ step, start }) => note(pitch(step), start, Math.min(length * ring, chord.start + chord.beats - start)));
  };
  if (track.pad) {
    const tones = chord.tones.map((tone) => above(low, (chord.root + tone) % 12));
    return tones.map((pitch) => note(pitch, chord.start, chord.beats * 0.98));
  }
  if (track.arpeggio !== undefined) {
    const root = above(low, chord.root);
    const { tones } = chord;
    const ladder = (step: string): number => {
      const n = Number(step);
      return root + (tones[n % tones.length] ?? 0) + 12 * Math.floor(n / tones.length);
    };
    return inChord(track.arpeggio, ladder, 2.2);
  }
  if (track.bass !== undefined) {
    const root = above(low, chord.bass);
    const fifth = above(root, (chord.root + 7) % 12); // of the chord, whatever its bass
    return inChord(track.bass, (step) => (step === '5' ? fifth : step === '8' ? root + 12 : root), 1.6);
  }
  return [];
}

function drumsIn(track: Track, index: number, start: number, bars: number, beatsPerBar: number): Note[] {
  const loudness: Record<string, number> = { X: 14, x: 0, o: -22 };
  return Object.entries(track.drums ?? {}).flatMap(([key, pattern]) =>
    Array.from({ length: bars }, (_, bar) =>
      Array.from(pattern).flatMap((step, i): Note[] => {
        const velocity = loudness[step];
        const at = start + bar * beatsPerBar + (i * beatsPerBar) / pattern.length;
        return velocity === undefined
          ? []
          : [{ track: index, pitch: Number(key), start: at, beats: 0.2, velocity: track.velocity + velocity }];
      }),
    ).flat(),
  );
}

function melody(text: string, track: Track, index: number, start: number, beatsPerBar: number): Note[] {
  let at = start;
  return text.split('|').flatMap((bar, n) => {
    const notes = steps(bar).flatMap((token): Note[] => {
      const [names = '', beats = ''] = token.split(':');
      const length = Number(beats);
      const here = at;
      at += length;
      if (names === 'r') return [];
      return names.split('+').map((name) => ({
        track: index,
        pitch: pitchOf(name),
        start: here,
        beats: length * 0.96,
        velocity: track.velocity + accent(here),
      }));
    });
    if (Math.abs(at - start - (n + 1) * beatsPerBar) > 1e-6) throw new Error(`bar ${n + 1} of "${text}" is not full`);
    return notes;
  });
}

/** All notes of a score, played through once, and how many bars that takes. */
export function notesOf(score: Score): { notes: Note[]; bars: number } {
  const { beatsPerBar } = score;
  let bars = 0;
  const notes = score.form.flatMap((name) => {
    const section = score.sections[name];
    if (section === undefined) throw new Error(`${score.id} has no section ${name}`);
    const chords = chordsOf(section.chords, bars, beatsPerBar);
    const start = bars * beatsPerBar;
    const length = section.chords.trim().split(/\s+/u).length;
    bars += length;
    return score.tracks.flatMap((track, index) => {
      const own = section.melodies[track.name];
      const sung = own === undefined ? [] : melody(own, track, index, start, beatsPerBar);
      if (track.only !== undefined && !track.only.includes(name)) return sung;
      const made = chords.flatMap((chord) => fromChord(chord, track, index));
      return [...sung, ...made, ...drumsIn(track, index, start, length, beatsPerBar)];
    });
  });
  return { notes, bars };
}
