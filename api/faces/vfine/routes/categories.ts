import { z } from 'zod';
import { categoriesBelow, flatten } from '#domain/catalog/categories.plan.ts';
import { vfine } from '../face.ts';
import { text, wholePage } from '../inputs.ts';
import { CategoryView, presentFlat, presentTree } from '../presenters/category.ts';

export const categoryRoutes = [
  vfine.list('GET /categories/', {
    summary: 'The catalogue as a tree: all of it, or what lies below one root',
    auth: 'none',
    input: {
      query: z.object({
        root: text(64).exactOptional().meta({ example: 'musician_style' }),
        struct: z.enum(['', 'flat']).exactOptional().meta({ description: 'flat: one list without children' }),
        ...wholePage,
      }),
    },
    item: CategoryView,
    async handler({ query: { root, struct }, window: { offset, limit } }) {
      const tree = categoriesBelow(root);
      const all = struct === 'flat' ? flatten(tree).map(presentFlat) : tree.map(presentTree);
      return { items: all.slice(offset, offset + limit), total: all.length };
    },
  }),
];
