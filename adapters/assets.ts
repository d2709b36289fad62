import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { z } from 'zod';
import { SheetDesignSchema } from '#domain/albums/design.ts';
import type { LabelWords } from '#domain/albums/keywords.plan.ts';
import type { Quatrain } from '#domain/albums/poem.plan.ts';
import { FilmTemplateSchema, MusicPieceSchema } from '#domain/albums/template.ts';
import type { FilmAssets } from '#domain/ports/assets.ts';

const assetsFolder = join(import.meta.dirname, '..', 'assets');

const LabelsSchema = z.record(z.string(), z.array(z.string().min(1)).min(1));
/** Poems by author: title, the four lines without punctuation, and 1 when an anthology has the poem. */
const PoemsSchema = z.record(
  z.string(),
  z.array(z.tuple([z.string(), z.string().regex(/^(?:.{20}|.{28})$/u), z.literal(1).optional()])),
);

const parsed = async <T>(schema: z.ZodType<T>, path: string): Promise<T> => {
  const bytes = await readFile(path);
  const text = path.endsWith('.br') ? await promisify(brotliDecompress)(bytes) : bytes;
  const result = schema.safeParse(JSON.parse(text.toString('utf8')));
  if (!result.success) throw new Error(`${path}: ${z.prettifyError(result.error)}`);
  return result.data;
};

async function allIn<T>(schema: z.ZodType<T>, folder: string): Promise<T[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
  return Promise.all(names.map((name) => parsed(schema, join(folder, name))));
}

const quatrain = (author: string, title: string, text: string, isFamous: boolean): Quatrain => {
  const chars = Array.from(text);
  const line = (i: number): string => chars.slice((i * chars.length) / 4, ((i + 1) * chars.length) / 4).join('');
  return { author, title, lines: [line(0), line(1), line(2), line(3)], isFamous };
};

/** Words of verse for the labels of ImageNet, each in its own spelling and in small letters. */
export async function loadLabelWords(folder = assetsFolder): Promise<LabelWords> {
  const labels = await parsed(LabelsSchema, join(folder, 'labels', 'imagenet-zh.json'));
  return {
    ...Object.fromEntries(Object.entries(labels).map(([label, words]) => [label.toLowerCase(), words])),
    ...labels,
  };
}

/** Reads and checks the shipped templates, designs, music descriptions, poems and label words. A fault in them stops the start. */
export async function loadFilmAssets(folder = assetsFolder): Promise<FilmAssets> {
  const [templates, designs, pieces, authors, labels] = await Promise.all([
    allIn(FilmTemplateSchema, join(folder, 'templates')),
    allIn(SheetDesignSchema, join(folder, 'designs')),
    allIn(MusicPieceSchema, join(folder, 'music')),
    parsed(PoemsSchema, join(folder, 'poems', 'quatrains.json.br')),
    loadLabelWords(folder),
  ]);
  const music = Object.fromEntries(pieces.map((piece) => [piece.id, piece]));
  const silent = templates.find((template) => !(template.music in music));
  if (silent !== undefined) throw new Error(`template ${silent.id} has no music ${silent.music}`);
  const poems = Object.entries(authors).flatMap(([author, list]) =>
    list.map(([title, text, famous]) => quatrain(author, title, text, famous === 1)),
  );
  return { templates, designs, music, poems, labels };
}
