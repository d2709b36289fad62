/** Words of 32 bits, about eight a second, as Chromaprint makes them: alike where two songs sound alike. */
export type Words = ArrayLike<number>;

const leastOverlap = 80; // words, ten seconds; chance agrees with shorter ones
const coarseStep = 4; // of the words that a first look compares
const refined = 5; // places that are looked at whole
const leastDistinct = 24; // a drone has a fingerprint that fits every drone

function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

/** Share of bits that differ where `b` begins `offset` words into `a`; only every so manieth word is looked at. */
function errorAt(a: Words, b: Words, offset: number, step: number): number {
  const [from, to] = [Math.max(0, offset), Math.min(a.length, b.length + offset)];
  let [bits, words] = [0, 0];
  for (let i = from; i < to; i += step, words++) bits += bitsIn((a[i] ?? 0) ^ (b[i - offset] ?? 0));
  return bits / (32 * words);
}

/** True where a fingerprint says enough to be compared: silence and drones do not. */
export const isTelling = (words: Words): boolean => new Set(Array.from(words)).size >= leastDistinct;

/** Where two songs agree best: how much (1: in every bit, 0: no more than chance), and how many words `b` begins into `a`. */
export function matchOf(a: Words, b: Words): { similarity: number; offset: number } {
  const overlap = Math.min(leastOverlap, a.length, b.length);
  if (!isTelling(a) || !isTelling(b)) return { similarity: 0, offset: 0 };
  const offsets = Array.from({ length: a.length + b.length - 2 * overlap + 1 }, (_, i) => i + overlap - b.length);
  const looked = offsets.map((offset) => ({ offset, error: errorAt(a, b, offset, coarseStep) }));
  const best = looked.toSorted((one, other) => one.error - other.error).slice(0, refined);
  const exact = best.map(({ offset }) => ({ offset, error: errorAt(a, b, offset, 1) }));
  const found = exact.reduce((least, one) => (one.error < least.error ? one : least));
  return { similarity: Math.max(0, 1 - 2 * found.error), offset: found.offset };
}

/** How alike two songs are, 0…1, wherever one lies in the other. */
export const similarity = (a: Words, b: Words): number => matchOf(a, b).similarity;

const keyBits = 28; // the lowest bits of a word turn first
const sampledBits = 2; // one key of four

/** What a song is looked up by: some of its words, the same ones wherever they stand, as signed integers. */
export function keysOf(words: Words): number[] {
  const keys = new Set<number>();
  for (let i = 0; i < words.length; i++) {
    const key = (words[i] ?? 0) >>> (32 - keyBits);
    if (Math.imul(key, 0x9e37_79b1) >>> (32 - sampledBits) === 0) keys.add(key);
  }
  return [...keys];
}
