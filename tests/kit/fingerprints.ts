import { chanceOf } from '#scripts/shared/chance.ts';

/**
 * Words as a song has them: like Chromaprint's, each differs from the one before in a few bits, and some bits are set more
 * often than others. The same for the same seed.
 */
export function songOf(seed: number, length: number): Uint32Array {
  const chance = chanceOf(seed);
  const leaning = Array.from({ length: 32 }, (_, bit) => (bit % 2 === 0 ? 0.35 : 0.65));
  let bits = leaning.map((share) => chance() < share);
  return Uint32Array.from({ length }, () => {
    bits = bits.map((bit, i) => (chance() < 0.12 ? chance() < (leaning[i] ?? 0) : bit));
    return bits.reduce((word, bit, i) => (bit ? (word | (1 << i)) >>> 0 : word), 0);
  });
}

/** The same with so many of its bits wrong, as an encoder leaves it. */
export function spoilt(words: Uint32Array, share: number, seed: number): Uint32Array {
  const chance = chanceOf(seed);
  return words.map((word) => {
    let wrong = word;
    for (let bit = 0; bit < 32; bit++) if (chance() < share) wrong ^= 1 << bit;
    return wrong >>> 0;
  });
}
