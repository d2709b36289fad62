import { z } from 'zod';
import { headings, poemSettings, titleLayouts, type SheetDesign } from '#domain/albums/design.plan.ts';
import { SuitabilitySchema } from '#domain/albums/template.ts';

const font = z.enum(['serif', 'sans']);
const px = (low: number, high: number) => z.int().min(low).max(high);

/** What a file of `assets/designs` must look like. Words are never smaller than a phone shows legibly. */
export const SheetDesignSchema = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  name: z.string().min(1),
  suits: SuitabilitySchema,
  paper: z.strictObject({ tone: z.enum(['light', 'dark']), chroma: z.number().min(0).max(0.04) }),
  margin: px(48, 200),
  bleed: px(0, 200),
  gap: px(0, 120),
  space: px(40, 240),
  rhythm: z.array(z.number().min(0.8).max(4)).min(1),
  title: z.strictObject({ layout: z.enum(titleLayouts), font, size: px(60, 160) }),
  text: z.strictObject({ font, size: px(32, 48) }),
  caption: z.strictObject({ font, size: px(28, 44), align: z.enum(['start', 'middle']) }),
  heading: z.enum(headings),
  poem: z.strictObject({ layout: z.enum(poemSettings), font, size: px(40, 80), punctuation: z.boolean() }),
}) satisfies z.ZodType<SheetDesign>;
