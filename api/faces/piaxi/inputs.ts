import { z } from 'zod';

const highestId = 2_147_483_647;

/** A number of a row, as JSON or as text. */
export const Id = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,10}$/)
      .transform(Number),
  ])
  .refine((id) => id >= 1 && id <= highestId)
  .meta({ type: 'integer', minimum: 1, maximum: highestId });

const longestClipMs = 24 * 3600_000;

/** A time on the clip in ms, as JSON or as text. */
const Ms = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  ])
  .refine((ms) => ms >= 0 && ms <= longestClipMs)
  .meta({ type: 'integer', minimum: 0, maximum: longestClipMs });

const LineText = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => text.isWellFormed() && !/[^\P{Cc}\n\t]/u.test(text));

/** A subtitle as the later revision has it; times in ms. */
export const Subtitle = z.object({
  subtitle: z
    .array(z.object({ start: Ms, end: Ms, text: LineText }).refine(({ start, end }) => start < end))
    .max(500)
    .meta({ example: [{ start: 0, end: 1500, text: '我想做个好人' }] }),
});

const spellings = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ['true', true],
  ['false', false],
  [1, true],
  [0, false],
  ['1', true],
  ['0', false],
]);

/** A choice that is not made where it is absent; true and false in any spelling of JSON or a form. */
export const Choice = z
  .preprocess((value) => spellings.get(value) ?? value, z.boolean().nullish())
  .transform((value) => value ?? false);

/** When a recording begins on the clip, in ms; absent: where its role speaks first. */
export const Start = z.object({ start: Ms.optional() });

/** The same in a path. */
export const VideoId = z.object({ video_id: Id });
export const WorksId = z.object({ works_id: Id });
export const WorksRole = WorksId.extend({ role_id: Id });
