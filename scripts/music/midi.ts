import type { Note, Score } from './score.ts';

const ticksPerBeat = 480;
const percussion = 9; // General MIDI's channel of drums

const variableLength = (value: number): number[] => {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
};

const chunk = (name: string, bytes: readonly number[]): Buffer => {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([head, Buffer.from(bytes)]);
};

/** A standard MIDI file, format 1: tempo first, then a track for each of the score's. */
export function midiOf(score: Score, notes: readonly Note[]): Buffer {
  const tempo = Math.round(60_000_000 / score.bpm);
  const conductor = [0, 0xff, 0x51, 3, (tempo >> 16) & 0xff, (tempo >> 8) & 0xff, tempo & 0xff, 0, 0xff, 0x2f, 0];
  const tracks = score.tracks.map((track, index) => {
    const channel = track.drums === undefined ? (index < percussion ? index : index + 1) : percussion;
    const setUp = [
      [0xc0 | channel, track.program],
      [0xb0 | channel, 7, track.volume],
      [0xb0 | channel, 10, track.pan],
      [0xb0 | channel, 91, track.reverb],
    ].flatMap((event) => [0, ...event]);
    return chunk('MTrk', [
      ...setUp,
      ...eventsOf(
        notes.filter((note) => note.track === index),
        channel,
      ),
      0,
      0xff,
      0x2f,
      0,
    ]);
  });
  const header = chunk('MThd', [0, 1, 0, tracks.length + 1, ticksPerBeat >> 8, ticksPerBeat & 0xff]);
  return Buffer.concat([header, chunk('MTrk', conductor), ...tracks]);
}

/** Note-offs before note-ons of the same tick, so that a repeated note sounds again. */
function eventsOf(notes: readonly Note[], channel: number): number[] {
  const events = notes.flatMap(({ pitch, start, beats, velocity }) => [
    { tick: Math.round(start * ticksPerBeat), order: 1, bytes: [0x90 | channel, pitch, Math.min(127, velocity)] },
    { tick: Math.round((start + beats) * ticksPerBeat), order: 0, bytes: [0x80 | channel, pitch, 0] },
  ]);
  let now = 0;
  return events
    .toSorted((a, b) => a.tick - b.tick || a.order - b.order)
    .flatMap(({ tick, bytes }) => {
      const wait = variableLength(tick - now);
      now = tick;
      return [...wait, ...bytes];
    });
}
