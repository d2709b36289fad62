import { z } from 'zod';
import { isStorable } from '#domain/shared/storable.ts';

/** An empty field of a form is an absent one. */
export const blank = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;
const longest = 1000; // characters

const spelt = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);
const optionalText = z.string().max(longest).refine(isStorable).optional();

/** A text that the database can hold, in any spelling a form or JSON has for it. */
export const GivenText = z.preprocess(spelt, optionalText);

/** The same; an empty one is absent. */
export const Text = z.preprocess((value) => blank(spelt(value)), optionalText);

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

/** The same where there must be one, of at most so many characters. */
export const textOf = (most: number) =>
  z.preprocess((value) => blank(spelt(value)), z.string().max(most).refine(isStorable));

/** A number in the path: digits only; anything else is refused as if it were a number that nothing has. */
const idOf = (missing: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, missing)
    .transform(Number);

export const PostId = z.object({ pid: idOf('no_such_post') });
export const CommentId = z.object({ cid: idOf('no_such_comment') });

const lastPage = 10_000_000;
/** The number of a page in the path; pages beyond the end are empty, however far. */
export const PageNumber = z.object({
  page_num: z
    .string()
    .regex(/^0*[1-9]\d*$/, 'invalid_input')
    .transform((digits) => Math.min(Number(digits), lastPage)),
});

/** The number of a work in the path. */
export const WorkId = z.object({ work_id: idOf('no_such_album') });
/** The same as the sharing section spells it. */
export const SharedWorkId = z.object({ wid: idOf('no_such_album') });

const highestTag = 2_147_483_647;
/** The number of a tag in the path; one that nothing has is no mistake. */
export const Tag = z.object({
  tag: z
    .string()
    .regex(/^\d+$/, 'invalid_input')
    .transform((digits) => Math.min(Number(digits), highestTag)),
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
