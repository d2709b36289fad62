import { z } from 'zod';

/** An empty field of a form is an absent one. */
export const blank = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;
const longest = 1000; // characters
const isReadable = (value: string): boolean => !value.includes('\0') && value.isWellFormed();

/** A text that the database can hold, in any spelling a form or JSON has for it; an empty one is absent. */
export const Text = z.preprocess(
  (value) => blank(typeof value === 'number' ? String(value) : value),
  z.string().max(longest).refine(isReadable).optional(),
);

const spellings = new Map<string, boolean>([
  ['true', true],
  ['1', true],
  ['on', true],
  ['yes', true],
  ['false', false],
  ['0', false],
  ['off', false],
  ['no', false],
]);

const flagOf = (value: unknown): boolean | undefined => spellings.get(String(value).trim().toLowerCase());

/** true, false, 1 or 0, as JSON or as text. */
export const Flag = z.preprocess(flagOf, z.boolean());

/** The same where nothing is refused: what is no flag is not set. */
export const LooseFlag = z
  .unknown()
  .optional()
  .transform((value) => flagOf(value) ?? false);

/** A whole number, as JSON or as text. */
export const Whole = z.preprocess(
  (value) => (typeof value === 'string' && /^-?\d{1,10}$/.test(value.trim()) ? Number(value) : value),
  z.int32(),
);

/** The number of a work in the path: digits only. */
export const WorkId = z.object({
  work_id: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
});

/** Additions to the document's unpaged lists; without them a list is whole. */
export const OptionalPage = z.object({
  page: z.preprocess(blank, z.coerce.number().int().min(1).max(1_000_000).optional()),
  page_size: z.preprocess(blank, z.coerce.number().int().min(1).optional()),
});

const usualPageSize = 10;
const largestPage = 100;

/** The part of a list that a page means; the whole list where none is asked for. */
export function windowOf({ page, page_size: size }: z.output<typeof OptionalPage>): {
  offset?: number;
  limit?: number;
} {
  if (page === undefined && size === undefined) return {};
  const limit = Math.min(size ?? usualPageSize, largestPage);
  return { offset: ((page ?? 1) - 1) * limit, limit };
}
