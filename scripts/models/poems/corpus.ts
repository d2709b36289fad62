/**
 * Writes the training corpus of the poem model: stanzas of four even lines of five or seven characters from the poems of
 * Tang and Song in the npm package chinese-poetry (MIT; the texts are old), simplified by opencc-js.
 * `node scripts/models/poems/corpus.ts OUT.tsv`; a line is split, kind, text: `train|valid|test`, `whole|part`, the lines joined by `/`.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { unpack } from '../../setup/unpack.ts';
import { fetchSimplifier, type Convert } from '../packages.ts';

const PoemSchema = z.object({ paragraphs: z.array(z.string()) });
const heldOut = 2; // per cent of the quatrains, for each of validation and test

interface Stanza {
  kind: 'whole' | 'part';
  text: string;
}

/** A poem of even lines, cut into stanzas of four lines; a quatrain is whole, those of longer poems are parts. */
function stanzasOf(poem: readonly string[], simple: Convert): Stanza[] {
  const lines = simple(poem.join(''))
    .split(/[，。！？；、：]/u)
    .filter((line) => line !== '');
  const length = Array.from(lines[0] ?? '').length;
  if (![5, 7].includes(length) || lines.length % 4 !== 0) return [];
  if (!lines.every((line) => Array.from(line).length === length && /^\p{Script=Han}+$/u.test(line))) return [];
  const kind = lines.length === 4 ? 'whole' : 'part';
  return Array.from({ length: lines.length / 4 }, (_, i) => ({
    kind,
    text: lines.slice(i * 4, i * 4 + 4).join('/'),
  }));
}

function poemsIn(folder: string): string[][] {
  const files = readdirSync(folder).filter((name) => /^poet\.(?:tang|song)\.\d+\.json$/.test(name));
  return files.toSorted().flatMap((file) =>
    z
      .array(PoemSchema)
      .parse(JSON.parse(readFileSync(join(folder, file), 'utf8')))
      .map(({ paragraphs }) => paragraphs),
  );
}

/** By a digest of the text, so that the same stanza is always on the same side. Only whole quatrains are held out. */
function splitOf({ kind, text }: Stanza): 'train' | 'valid' | 'test' {
  const draw = createHash('sha256').update(text).digest().readUInt32BE() % 100;
  return kind === 'part' || draw >= 2 * heldOut ? 'train' : draw < heldOut ? 'valid' : 'test';
}

/** A held-out quatrain must not have a line that is trained on. */
function withoutCopies(stanzas: readonly Stanza[]): string[] {
  const split = stanzas.map((stanza) => ({ ...stanza, split: splitOf(stanza) }));
  const learnt = new Set(split.filter((one) => one.split === 'train').flatMap(({ text }) => text.split('/')));
  return split
    .filter((one) => one.split === 'train' || !one.text.split('/').some((line) => learnt.has(line)))
    .map((one) => `${one.split}\t${one.kind}\t${one.text}`);
}

const [out] = process.argv.slice(2);
if (out === undefined) throw new Error('usage: node scripts/models/poems/corpus.ts OUT.tsv');
const folder = mkdtempSync(join(tmpdir(), 'verse-'));
try {
  const poetry = unpack(folder, 'chinese-poetry', '2.0.1', ['package/dist/quantangshi/poet.*']);
  const simple = await fetchSimplifier(folder);
  const stanzas = poemsIn(join(poetry, 'dist/quantangshi')).flatMap((poem) => stanzasOf(poem, simple));
  const once = [...new Map(stanzas.toReversed().map((stanza) => [stanza.text, stanza])).values()].toReversed();
  const rows = withoutCopies(once);
  writeFileSync(out, `${rows.join('\n')}\n`);
  const counts = Object.entries(Object.groupBy(rows, (row) => row.split('\t', 2).join(' ')));
  console.log(counts.map(([name, list]) => `${name}: ${list?.length ?? 0}`).join(', '));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
