import type { Lexicon } from './lexicon.plan.ts';
import type { Scheme } from './scheme.plan.ts';

const temperature = 0.8; // below 1: likelier characters are preferred
const furthest = Math.log(0.02); // a character less likely than this share of the likeliest one is not drawn
const impossible = -1e9; // less than any score

/** A poem in the making: its scheme, what is written of it, and how likely the language model finds that. */
export class Lane {
  readonly scheme: Scheme;
  private readonly lexicon: Lexicon;
  /** By character number: 1 where it is said already, has its place later on, or shall not be said. */
  private readonly taken: Uint8Array;
  chars: number[] = [];
  /** Natural logarithm of the probability of what is written. */
  score = 0;
  /** Rhyme groups that all rhymes so far have in common. */
  private groups: readonly number[] | undefined;

  constructor(scheme: Scheme, lexicon: Lexicon, avoid: string) {
    this.scheme = scheme;
    this.lexicon = lexicon;
    this.taken = new Uint8Array(lexicon.characters.length);
    for (const char of [...scheme.fixed.values(), ...Array.from(avoid)])
      this.taken[lexicon.numberOf.get(char) ?? 0] = 1;
  }

  /** Goes on from where another lane of the same scheme is. */
  follow({ chars, taken, score, groups }: Lane): void {
    this.chars = [...chars];
    this.taken.set(taken);
    this.score = score;
    this.groups = groups;
  }

  private rhymes(): number[] {
    const { rhyming } = this.lexicon;
    const groups = this.groups ?? [...rhyming.keys()];
    return [...new Set(groups.flatMap((group) => rhyming.get(group) ?? []))];
  }

  /** What may stand at the next place by tone and rhyme. */
  private fitting(): readonly number[] {
    const place = this.chars.length;
    return this.scheme.rhymed.has(place) ? this.rhymes() : this.lexicon.suiting[this.scheme.places[place] ?? 'free'];
  }

  /** Writes the next character: the one that has this place, or one drawn from those that fit. */
  write(scores: Float32Array, draw: () => number): void {
    const fixed = this.scheme.fixed.get(this.chars.length);
    const char = fixed === undefined ? this.drawn(scores, draw) : (this.lexicon.numberOf.get(fixed) ?? 0);
    if (this.scheme.rhymed.has(this.chars.length)) this.rhymeWith(char);
    this.chars.push(char);
    this.taken[char] = 1;
    this.score += scores[char] ?? 0;
  }

  /** Draws by the probabilities of what fits and is not taken (min-p sampling). Plain loops: this is where time goes. */
  private drawn(scores: Float32Array, draw: () => number): number {
    const fitting = this.fitting();
    const { taken } = this;
    let best = impossible;
    for (const char of fitting) {
      const score = scores[char] ?? impossible;
      if (score > best && taken[char] === 0) best = score;
    }
    const least = best + furthest;
    const likely: number[] = [];
    for (const char of fitting) if ((scores[char] ?? impossible) >= least && taken[char] === 0) likely.push(char);
    const weights = likely.map((char) => Math.exp(((scores[char] ?? best) - best) / temperature));
    let left = draw() * weights.reduce((a, b) => a + b, 0);
    const char = likely.find((_, i) => (left -= weights[i] ?? 0) <= 0) ?? likely[0];
    if (char === undefined) throw new Error(`no character fits place ${this.chars.length}`);
    return char;
  }

  private rhymeWith(char: number): void {
    const { characters, readings, rhyming } = this.lexicon;
    const own = readings.get(characters[char] ?? '')?.rhymes.filter((group) => rhyming.has(group)) ?? [];
    this.groups = own.filter((group) => this.groups?.includes(group) ?? true);
  }

  spell(chars: readonly number[]): string {
    return chars.map((char) => this.lexicon.characters[char]).join('');
  }
}
