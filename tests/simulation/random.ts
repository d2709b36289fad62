/** Choices that are the same for the same seed on every machine. */
export function createRandom(seed: number) {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const below = (n: number): number => Math.floor(next() * n);
  const hex = (length: number): string => Array.from({ length }, () => below(16).toString(16)).join('');
  return {
    next,
    below,
    /** From, to, both included. */
    between: (from: number, to: number): number => from + below(to - from + 1),
    chance: (share: number): boolean => next() < share,
    pick<T>(list: readonly T[]): T {
      const one = list[below(list.length)];
      if (one === undefined) throw new Error('nothing to pick from');
      return one;
    },
    shuffled<T>(list: readonly T[]): T[] {
      const keyed = list.map((value) => ({ value, at: next() }));
      return keyed.toSorted((a, b) => a.at - b.at).map(({ value }) => value);
    },
    uuid: (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
  };
}
export type Random = ReturnType<typeof createRandom>;
