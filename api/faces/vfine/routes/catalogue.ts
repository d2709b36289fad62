import { z } from 'zod';
import { categoryOf } from '#domain/catalog/categories.plan.ts';
import { searchWorks, workSorts } from '#domain/works/search-works.ts';
import { findForSale } from '#domain/works/sold-works.ts';
import { musicianTypes } from '#domain/verification/application.plan.ts';
import { vfine } from '../face.ts';
import { text } from '../inputs.ts';
import { presentFound, presentWork, WorkState, WorkView } from '../presenters/work.ts';
import { presentTime } from '../presenters/time.ts';
import { viewerOf } from '../viewer.ts';

const refusals = { invalid_value: '传入参数不规范' };

const mostLabels = 10;

/** Numbers of the catalogue, with commas or as a parameter given several times. */
const labels = z
  .union([z.string(), z.array(z.string())])
  .default('')
  .transform((given) =>
    [given]
      .flat()
      .flatMap((one) => one.split(','))
      .filter(Boolean),
  )
  .pipe(
    z
      .array(
        z
          .string()
          .regex(/^\d{1,9}$/)
          .transform(Number),
      )
      .max(mostLabels),
  )
  .refine((ids) => ids.every((id) => categoryOf(id)))
  .meta({ example: '3,31', description: 'numbers of the catalogue; a group counts for all below it' });

const SoldView = WorkView.extend({
  sold_count: z.int().meta({ description: 'licences sold and not given back' }),
  last_sold_at: z.iso.datetime().nullable(),
});

export const catalogueRoutes = [
  vfine.list('GET /works/', {
    summary: 'Works on the shelf',
    auth: 'none',
    input: {
      query: z.object({
        name: text(128).default('').meta({ description: 'part of the name' }),
        tags: labels,
        categories: labels,
        type: z.enum(['', ...musicianTypes, 'PERSONAL']).default(''),
        sort: z
          .enum(workSorts)
          .default('NEWEST')
          .meta({ description: 'ALL: in the order of hand-in; HOTTEST: most collected first' }),
      }),
    },
    item: WorkView,
    refusals,
    async handler(asked) {
      const { items, total } = await searchWorks(asked.em, asked.query, asked.window);
      const viewer = await viewerOf(asked, items);
      return { items: items.map((work) => presentFound(work, viewer)), total };
    },
  }),

  vfine.list('GET /songs/works/', {
    summary: 'Music for sale, with what was sold of each',
    auth: 'admin',
    input: { query: z.object({ status: z.union([z.literal(''), WorkState]).default('') }) },
    item: SoldView,
    refusals,
    async handler(asked) {
      const { items, total } = await findForSale(asked.em, asked.query.status || undefined, asked.window);
      const viewer = await viewerOf(
        asked,
        items.map(({ work }) => work),
      );
      const views = items.map(({ work, sold }) => ({
        ...presentWork(work, viewer),
        sold_count: sold.count,
        last_sold_at: sold.lastAt && presentTime(sold.lastAt),
      }));
      return { items: views, total };
    },
  }),
];
