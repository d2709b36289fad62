import type { PoemWish, WrittenPoem } from '#domain/ports/poet.ts';
import { drawsOf } from './draws.plan.ts';
import { Lane } from './lane.ts';
import type { Lexicon } from './lexicon.plan.ts';
import type { LineLength } from './pattern.plan.ts';
import { drawScheme } from './scheme.plan.ts';

/** What the language model knows of a poem besides its characters. */
interface Condition {
  length: LineLength;
  /** Numbers of classes; the last of each means that none is said. */
  experience: number;
  history: number;
  /** Numbers of the characters of what the poem shall speak of. */
  keywords: readonly number[];
}

/** Poems in the making, lane by lane, before their next character. */
interface Step {
  place: number;
  before: Int32Array;
  above: Int32Array;
  states: Float32Array;
}

/** A language model of quatrains, written character by character. */
export interface PoemModel {
  /** Size of the state of a lane. */
  stateSize: number;
  /** Natural logarithms of the probabilities of all characters, lane by lane, and the states after. */
  step(step: Step, condition: Condition): Promise<{ scores: Float32Array; states: Float32Array }>;
}

const schemes = 4; // ways to arrange a poem that are tried
const copies = 5; // of each
const kept = 2; // of the copies, after each line
const mostPlaced = 2; // words that are given a place; the others only colour the poem
const mostKeywords = 6; // characters that the model was trained to be told
const unsaid = { experience: 3, history: 2 }; // numbers of the classes "not said"

type Wish = Omit<PoemWish, 'keywords'> & { words: readonly string[] };

interface Draft {
  lanes: Lane[];
  draw: () => number;
}

function draft({ length, words, avoid = '', seed }: Wish, number: number, lexicon: Lexicon): Draft {
  const draw = drawsOf(`${seed}/${number}/${length}/${words.join()}`);
  const ways = Array.from({ length: schemes }, () =>
    drawScheme(length, words.slice(0, mostPlaced), lexicon.readings, draw),
  );
  return { lanes: ways.flatMap((way) => Array.from({ length: copies }, () => new Lane(way, lexicon, avoid))), draw };
}

function conditionOf(wish: Wish, { numberOf }: Lexicon): Condition {
  const chars = wish.words.flatMap((word) => Array.from(word)).flatMap((char) => numberOf.get(char) ?? []);
  return {
    length: wish.length,
    experience: wish.experience ?? unsaid.experience,
    history: wish.history ?? unsaid.history,
    keywords: chars.slice(0, mostKeywords),
  };
}

/** The better lanes of each scheme take the place of its worse ones. */
function cull(lanes: readonly Lane[], states: Float32Array, stateSize: number): void {
  for (let first = 0; first < lanes.length; first += copies) {
    const order = lanes
      .slice(first, first + copies)
      .map(({ score }, i) => ({ score, at: first + i }))
      .toSorted((a, b) => b.score - a.score);
    order.slice(kept).forEach(({ at }, i) => {
      const from = order[i % kept]?.at ?? at;
      const model = lanes[from];
      if (model) lanes[at]?.follow(model);
      states.copyWithin(at * stateSize, from * stateSize, (from + 1) * stateSize);
    });
  }
}

function finish({ lanes }: Draft, length: LineLength): WrittenPoem {
  const best = lanes.reduce((most, lane) => (lane.score > most.score ? lane : most));
  const lines = [0, 1, 2, 3].map((i) => best.chars.slice(i * length, (i + 1) * length));
  return { lines: lines.map((line) => best.spell(line)), pattern: best.scheme.pattern.name };
}

/**
 * Writes quatrains by drawing from the language model what tones, rhymes and the words asked for allow, in many lanes at
 * once; after each line the less likely lanes give way, and of those that are finished the likeliest is the poem.
 */
export async function compose(wish: Wish, model: PoemModel, lexicon: Lexicon): Promise<WrittenPoem[]> {
  const drafts = Array.from({ length: wish.count }, (_, i) => draft(wish, i, lexicon));
  const lanes = drafts.flatMap((one) => one.lanes.map((lane) => ({ lane, draw: one.draw })));
  const condition = conditionOf(wish, lexicon);
  const size = lexicon.characters.length;
  const nothing = size; // number of "no character": what stands before the first and above the first line
  let states: Float32Array = new Float32Array(lanes.length * model.stateSize);
  for (let place = 0; place < 4 * wish.length; place += 1) {
    const before = Int32Array.from(lanes, ({ lane }) => lane.chars[place - 1] ?? nothing);
    const above = Int32Array.from(lanes, ({ lane }) => lane.chars[place - wish.length] ?? nothing);
    const after = await model.step({ place, before, above, states }, condition);
    lanes.forEach(({ lane, draw }, i) => lane.write(after.scores.subarray(i * size, (i + 1) * size), draw));
    states = after.states;
    if ((place + 1) % wish.length === 0 && place + 1 < 4 * wish.length)
      for (const [i, { lanes: own }] of drafts.entries()) {
        const from = i * own.length * model.stateSize;
        cull(own, states.subarray(from, from + own.length * model.stateSize), model.stateSize);
      }
  }
  return drafts.map((one) => finish(one, wish.length));
}
