import { z } from 'zod';
import { categoryOf } from '#domain/catalog/categories.plan.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import { sealOwner } from '#domain/works/copyright-owner.ts';
import { workTypes, type WorkFields } from '#domain/works/submission.plan.ts';
import { path, requiredText, text } from './inputs.ts';

const longestSong = 24 * 3600; // seconds
const mostLabels = 20;

const second = z.number().min(0).max(longestSong);

/** Number of the catalogue, as a number or as its digits. */
const label = z.union([z.int(), z.string().regex(/^\d{1,9}$/)]).transform(Number);
const labels = z.array(label.refine((id) => categoryOf(id) !== undefined)).max(mostLabels);

const Owner = z.object({
  name: text(64).default(''),
  phone: text(32).default(''),
  address: text(200).default(''),
});

const given = {
  desc: text(5000),
  avatar: text(500),
  tags: labels.meta({ description: 'numbers of the catalogue' }),
  categories: labels,
  length: second.meta({ description: 'seconds; once the song is heard, its own length counts' }),
  essence_start: second,
  essence_end: second,
  size: z.int().min(0).max(2_147_483_647).meta({ description: 'bytes; of an upload, its own size counts' }),
  type: z.enum(workTypes),
  can_sell: z.boolean(),
  owner: Owner.meta({ description: 'of the copyright' }),
};

const status = z
  .unknown()
  .meta({ description: 'ignored: every change goes back to review; `PATCH` moves a work on or off the shelf' });

const optional = z.object(given).partial();

export const NewWork = optional.extend({ name: requiredText(128), path });
/** A change of nothing would only take the work off the shelf. */
export const ChangedWork = optional
  .extend({ name: requiredText(128), path, status })
  .partial()
  .refine((given) => Object.keys(given).length > 0);

type Given = z.output<typeof ChangedWork>;

/** What a body says of a work, in the domain's terms; what it does not say stays out. */
export function fieldsOf(body: Given, workId: string, secrets: Secrets): Partial<WorkFields> {
  const { length, essence_start, essence_end, size, can_sell, owner, status: _, ...same } = body;
  const fields = {
    ...same,
    lengthSeconds: length,
    essenceStart: essence_start,
    essenceEnd: essence_end,
    sizeBytes: size,
    canSell: can_sell,
    sealedOwner: owner && sealOwner(secrets, workId, owner),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const blank = {
  desc: '',
  avatar: '',
  tags: [],
  categories: [],
  lengthSeconds: 0,
  essenceStart: 0,
  essenceEnd: 0,
  sizeBytes: 0,
  type: '',
  canSell: false,
  sealedOwner: '',
} as const;

/** The same of a new work, whole. */
export const newFieldsOf = (body: z.output<typeof NewWork>, workId: string, secrets: Secrets): WorkFields => ({
  ...blank,
  tags: [],
  categories: [],
  ...fieldsOf(body, workId, secrets),
  name: body.name,
  path: body.path,
});
