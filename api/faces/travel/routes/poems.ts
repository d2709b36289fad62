import { z } from 'zod';
import type { RawAnswer } from '#api/kernel/declaration.ts';
import type { Ports } from '#api/kernel/ports.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { travel } from '../face.ts';
import { Text, Whole } from '../inputs.ts';
import { pictureForm, poemForm } from '../presenters/poem-forms.ts';
import { got } from '../words.ts';

const mostKeyword = 20; // characters
const mostTypes = 20;
const poemsAtOnce = 2; // as the document's example shows
const defaults = { length: 5, experience: 1, history: 0, seed: '0' } as const;

const blankIs = <T extends z.ZodType>(fallback: number, schema: T) =>
  z.preprocess((value) => (value === undefined || value === null || value === '' ? fallback : value), schema);

/** One of a few whole numbers; -1 says nothing. */
const choice = <const T extends readonly number[]>(values: T, fallback: number) =>
  blankIs(
    fallback,
    Whole.refine((value) => values.includes(value)).transform(
      (value) => (value === -1 ? undefined : value) as Exclude<T[number], -1> | undefined,
    ),
  );

const length = blankIs(defaults.length, Whole.pipe(z.literal([5, 7])));

const PoemInput = z.object({
  keyword: z
    .preprocess((value) => (typeof value === 'number' ? String(value) : value), z.string().trim())
    .refine((value) => Array.from(value).length <= mostKeyword && /\p{Script=Han}/u.test(value)),
  length,
  experience: choice([0, 1, 2, -1], defaults.experience),
  history: choice([0, 1, -1], defaults.history),
  seed: Text.transform((value) => value ?? defaults.seed).meta({
    description: 'Ours: another seed gives other poems; equal input gives equal poems.',
  }),
});

/** A list as text with commas, or as an array. */
const listOf = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) =>
      Array.isArray(value)
        ? value
        : typeof value === 'number'
          ? [value]
          : typeof value === 'string'
            ? value.split(/[,，]/)
            : value,
    z.array(item).min(1).max(mostTypes),
  );
const Share = z.preprocess(
  (value) => (typeof value === 'string' && /^\s*\d*\.?\d+(?:e-?\d+)?\s*$/i.test(value) ? Number(value) : value),
  z.number().min(0).max(1),
);

const PictureInput = PoemInput.extend({
  types: listOf(z.string().trim().min(1).max(100)),
  values: listOf(Share),
}).refine(({ types, values }) => types.length === values.length);

const asText = (lines: readonly string[]): string => lines.join('\n');

/** A test form; there is none where the setting says so. */
function asForm(form: string, { settings }: Ports): RawAnswer {
  if (!settings.testForms) throw new DomainError('not_found', 'no_such_path');
  // Browsers tell the origin of a form only to those who let them refer: without it, it looks foreign.
  return { type: 'text/html; charset=utf-8', body: form, headers: { 'Referrer-Policy': 'same-origin' } };
}

export const poemRoutes = [
  travel.route('POST /api/poem', {
    summary: 'Two regulated quatrains that speak of a keyword, written by a language model',
    description: 'A keyword that verse does not know is taken for what is akin to it. Equal input gives equal poems.',
    auth: 'none',
    rate: 'model',
    input: { body: PoemInput },
    output: z.array(z.string()),
    words: got,
    async handler({ body: { keyword, ...wish }, ports }) {
      const { poems } = await ports.poet.write({ ...wish, keywords: [keyword], count: poemsAtOnce });
      return poems.map(({ lines }) => asText(lines));
    },
  }),

  travel.raw('GET /api/poem', {
    summary: 'A form to try it',
    auth: 'none',
    type: 'text/html',
    handler: ({ ports, link }) => Promise.resolve(asForm(poemForm(link('/api/poem')), ports)),
  }),

  travel.route('POST /api/img2poem', {
    summary: 'One quatrain for what was recognised in a picture',
    description:
      '`types` are ImageNet labels, `values` their probabilities. Unlikely guesses, modern things and unknown labels say nothing. `keywords` are the words of verse that were asked of the model.',
    auth: 'none',
    rate: 'model',
    input: { body: PictureInput },
    output: z.object({ poem: z.string(), keywords: z.string() }),
    words: got,
    async handler({ body: { keyword, types, values, ...wish }, ports }) {
      const labels = types.map((label, i) => ({ label, value: values[i] ?? 0 }));
      const { poems, words } = await ports.poet.write({
        ...wish,
        keywords: [keyword],
        pictures: [{ labels }],
        count: 1,
      });
      return { poem: asText(poems[0]?.lines ?? []), keywords: words.join(' ') };
    },
  }),

  travel.raw('GET /api/img2poem', {
    summary: 'A form to try it',
    auth: 'none',
    type: 'text/html',
    handler: ({ ports, link }) => Promise.resolve(asForm(pictureForm(link('/api/img2poem')), ports)),
  }),
];
