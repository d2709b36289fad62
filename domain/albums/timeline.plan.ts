import type { Transition } from '#domain/albums/film.plan.ts';
import type { FilmTemplate, MusicPiece } from '#domain/albums/template.plan.ts';

/** No film is longer than this, in seconds. */
export const longestFilm = 300;
const shortestShot = 2; // beats
const calmPoem = 8; // seconds in which a poem can be read

/** When the title card and the pictures are on screen, in frames; a slot begins with its transition. */
export interface Slot {
  start: number;
  frames: number;
  enter: Transition;
}
export interface Timeline {
  title: Slot | undefined;
  pictures: Slot[];
  frames: number;
}

export interface TimelineRequest {
  pictures: number;
  hasTitle: boolean;
  hasPoem: boolean;
  template: FilmTemplate;
  music: MusicPiece;
  fps: number;
}

const inTurn = <T>(items: readonly T[], index: number, otherwise: T): T => items[index % items.length] ?? otherwise;

/** Lengths in beats, title card first; shortened together until the film is no longer than five minutes. */
function lengthsOf({ pictures, hasTitle, hasPoem, template, music }: TimelineRequest): number[] {
  const beat = 60 / music.bpm;
  const lengths = Array.from({ length: pictures }, (_, i) => inTurn(template.beats.shots, i, 4));
  if (hasPoem) {
    const calm = Math.ceil(calmPoem / beat);
    lengths[pictures - 1] = Math.max(template.beats.poem, calm);
  }
  if (hasTitle) lengths.unshift(template.beats.title);
  const room = Math.floor((longestFilm - music.firstBeatMs / 1000) / beat);
  return shortened(lengths, room);
}

/** Takes a beat from the longest until the sum fits. */
function shortened(lengths: number[], room: number): number[] {
  let excess = lengths.reduce((sum, one) => sum + one, 0) - room;
  const out = [...lengths];
  while (excess > 0) {
    const longest = Math.max(...out);
    if (longest <= shortestShot) break;
    for (let i = out.length - 1; i >= 0 && excess > 0; i--) {
      if (out[i] !== longest) continue;
      out[i] = longest - 1;
      excess--;
    }
  }
  return out;
}

/** The transition into a shot: an even number of frames, at most two fifths of the shorter neighbour. */
function transitionInto(index: number, shorter: number, { template, music, fps }: TimelineRequest): Transition {
  const wanted = inTurn(template.transitions, index, { type: 'fade', beats: 1 });
  const frames = Math.min((wanted.beats * 60 * fps) / music.bpm, shorter * 0.4);
  const even = 2 * Math.floor(frames / 2);
  if (wanted.type === 'cut' || even < 2) return { type: 'cut', frames: 0 };
  return { type: wanted.type, frames: even, ...(wanted.towards !== undefined && { towards: wanted.towards }) };
}

/** Puts every change of picture on a beat of the music: the middle of its transition is the beat. */
export function planTimeline(request: TimelineRequest): Timeline {
  const { music, fps, hasTitle } = request;
  const lengths = lengthsOf(request);
  const frameOf = (beats: number): number => Math.round((music.firstBeatMs / 1000 + (beats * 60) / music.bpm) * fps);

  const edges = [0];
  let beats = 0;
  for (const length of lengths) edges.push(frameOf((beats += length)));
  const span = (i: number): number => (edges[i + 1] ?? 0) - (edges[i] ?? 0);

  const enters = lengths.map((_, i): Transition => {
    if (i === 0) return { type: 'cut', frames: 0 };
    if (i === 1 && hasTitle) return intoFirst(Math.min(span(0), span(1)), request);
    return transitionInto(hasTitle ? i - 2 : i - 1, Math.min(span(i - 1), span(i)), request);
  });
  const slots = lengths.map((_, i): Slot => {
    const enter = enters[i] ?? { type: 'cut', frames: 0 };
    const start = (edges[i] ?? 0) - enter.frames / 2;
    const end = (edges[i + 1] ?? 0) + (enters[i + 1]?.frames ?? 0) / 2;
    return { start, frames: end - start, enter };
  });
  const [title, ...rest] = slots;
  const frames = edges.at(-1) ?? 0;
  return hasTitle ? { title, pictures: rest, frames } : { title: undefined, pictures: slots, frames };
}

/** From the title card, which is the first picture out of focus, into the sharp picture: always a fade. */
const intoFirst = (shorter: number, { music, fps }: TimelineRequest): Transition => ({
  type: 'fade',
  frames: 2 * Math.max(1, Math.floor(Math.min((90 * fps) / music.bpm, shorter * 0.4) / 2)),
});
