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

/** The same in a path. */
export const VideoId = z.object({ video_id: Id });
