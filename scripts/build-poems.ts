/** Builds assets/poems/quatrains.json.br from the npm package chinese-poetry (MIT; the texts are old): `node scripts/build-poems.ts`. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { z } from 'zod';
import { fetchSimplifier, type Convert } from './models/packages.ts';
import { unpack } from './setup/unpack.ts';

const out = join(import.meta.dirname, '..', 'assets', 'poems', 'quatrains.json.br');
const mostPerAuthor = 250; // the prolific must not drown the others
const fewestPerAuthor = 3; // of an author with fewer, only what an anthology has
const longestTitle = 24;
// Long series on history, court life, horses or doctrine, and collections under no name: nothing for a photo album.
const unsuited = new Set([
  '不详',
  '周昙',
  '胡曾',
  '罗虬',
  '徐成',
  '花蕊夫人徐氏',
  '智闲',
  '孙元晏',
  '汪遵',
  '常达',
  '寒山',
]);

const PoemSchema = z.object({ author: z.string(), title: z.string(), paragraphs: z.array(z.string()) });
const ChapterSchema = z.object({
  chapter: z.string(),
  author: z.string(),
  // A series of poems under one title has an object for each.
  paragraphs: z.array(z.union([z.string(), z.object({ paragraphs: z.array(z.string()) })])),
});
const AnthologySchema = z.object({ content: z.array(z.object({ content: z.array(ChapterSchema) })) });
interface Found {
  author: string;
  title: string;
  text: string;
  isFamous: boolean;
}

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** The poem as 20 or 28 ideographs, if it is a quatrain without gaps. */
function quatrainText(paragraphs: readonly string[]): string | undefined {
  const lines = paragraphs
    .join('')
    .split(/[，。！？；、：]/u)
    .filter((line) => line !== '');
  const [first = ''] = lines;
  const length = Array.from(first).length;
  const isWhole = lines.length === 4 && [5, 7].includes(length);
  const isEven = lines.every((line) => Array.from(line).length === length && /^\p{Script=Han}+$/u.test(line));
  return isWhole && isEven ? lines.join('') : undefined;
}

function quatrain(
  author: string,
  title: string,
  paragraphs: readonly string[],
  isFamous: boolean,
  simple: Convert,
): Found[] {
  const text = quatrainText(paragraphs.map(simple));
  const name = simple(author).replace(/^（.*?）/u, '');
  const head = simple(title)
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/[（(].*?[）)]/gu, '')
    .trim();
  const isNamed =
    /^[\p{Script=Han}·]{2,6}$/u.test(name) &&
    !unsuited.has(name) &&
    head !== '' &&
    Array.from(head).length <= longestTitle;
  return text !== undefined && isNamed && !/[□〓？?[\]]/u.test(head + text)
    ? [{ author: name, title: head, text, isFamous }]
    : [];
}

function anthologies(folder: string, simple: Convert): Found[] {
  return ['tangshisanbaishou.json', 'qianjiashi.json'].flatMap((file) => {
    const { content } = AnthologySchema.parse(json(join(folder, 'dist/mengxue', file)));
    return content
      .flatMap((part) => part.content)
      .flatMap(({ author, chapter, paragraphs }) => {
        const series = paragraphs.flatMap((one) => (typeof one === 'string' ? [] : [one.paragraphs]));
        const alone = paragraphs.filter((one) => typeof one === 'string');
        return [...series, alone].flatMap((lines) => quatrain(author, chapter, lines, true, simple));
      });
  });
}

function tangPoems(folder: string, simple: Convert): Found[] {
  const files = readdirSync(join(folder, 'dist/quantangshi')).filter((name) => /^poet\.tang\.\d+\.json$/.test(name));
  const byNumber = files.toSorted((a, b) => Number(/\d+/.exec(a)?.[0]) - Number(/\d+/.exec(b)?.[0]));
  return byNumber.flatMap((file) =>
    z
      .array(PoemSchema)
      .parse(json(join(folder, 'dist/quantangshi', file)))
      .flatMap((poem) => quatrain(poem.author, poem.title, poem.paragraphs, false, simple)),
  );
}

/** Anthologies first, so that their wording and their mark win; the same poem once. */
function gathered(poems: readonly Found[]): Map<string, Found[]> {
  const authors = new Map<string, Found[]>();
  const seen = new Set<string>();
  for (const poem of poems) {
    const opening = poem.text.slice(0, 7) + poem.author;
    if (seen.has(opening)) continue;
    seen.add(opening);
    const list = authors.get(poem.author) ?? [];
    if (list.length < mostPerAuthor) list.push(poem);
    authors.set(poem.author, list);
  }
  for (const [author, list] of authors)
    if (list.length < fewestPerAuthor)
      authors.set(
        author,
        list.filter(({ isFamous }) => isFamous),
      );
  return authors;
}

const folder = mkdtempSync(join(tmpdir(), 'poems-'));
try {
  const poetry = unpack(folder, 'chinese-poetry', '2.0.1', [
    'package/dist/quantangshi/poet.tang.*',
    'package/dist/mengxue/*',
  ]);
  const simple = await fetchSimplifier(folder);
  const authors = gathered([...anthologies(poetry, simple), ...tangPoems(poetry, simple)]);
  const entries = [...authors]
    .filter(([, list]) => list.length > 0)
    .map(([author, list]) => [
      author,
      list.map(({ title, text, isFamous }) => (isFamous ? [title, text, 1] : [title, text])),
    ]);
  const plain = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const packed = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } });
  writeFileSync(out, packed);
  const count = [...authors.values()].reduce((sum, list) => sum + list.length, 0);
  console.log(`${count} quatrains by ${entries.length} authors: ${plain.length} bytes, packed ${packed.length}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
