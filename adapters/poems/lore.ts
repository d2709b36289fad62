import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { lexiconOf, type Lexicon } from '#domain/poems/lexicon.plan.ts';
import { readingsOf } from '#domain/poems/readings.plan.ts';
import type { Wording } from '#domain/poems/wording.plan.ts';

const ReadingsSchema = z.object({
  groups: z.array(z.tuple([z.string(), z.string()])).length(106),
  inferred: z.object({ level: z.string(), oblique: z.string() }),
  traditional: z.string(), // pairs of a traditional character and its simplified form
});
const PoetSchema = z.object({ characters: z.string(), stateSize: z.int() });
const WordingSchema = z.object({ particles: z.string(), field: z.record(z.string(), z.array(z.string()).min(1)) });

const parsed = async <T>(schema: z.ZodType<T>, path: string): Promise<T> =>
  schema.parse(JSON.parse(await readFile(path, 'utf8')));

export interface Lore {
  lexicon: Lexicon;
  wording: Wording;
  stateSize: number;
}

/** What the poet knows besides its language model: characters with their tones and rhymes, and words of today. */
export async function loadLore(folder: string): Promise<Lore> {
  const [book, poet, wording] = await Promise.all([
    parsed(ReadingsSchema, join(folder, 'readings.json')),
    parsed(PoetSchema, join(folder, 'poet.json')),
    parsed(WordingSchema, join(folder, 'wording.json')),
  ]);
  const characters = Array.from(poet.characters);
  const written = new Set(characters);
  const readings = new Map([...readingsOf(book)].filter(([char]) => written.has(char)));
  const pairs = book.traditional.match(/../gu) ?? [];
  return {
    lexicon: lexiconOf(characters, readings),
    wording: {
      readings,
      simplified: new Map(pairs.map((pair) => Array.from(pair) as [string, string])),
      field: wording.field,
      particles: new Set(wording.particles),
    },
    stateSize: poet.stateSize,
  };
}
