import { z } from 'zod';
import type { Category } from '#domain/catalog/categories.plan.ts';

const keys = {
  id: z.int(),
  name: z.string().meta({ example: '摇滚' }),
  real: z.boolean().meta({ description: 'true: can be chosen, false: only groups what can' }),
  parent: z.int().nullable(),
};
const Leaf = z.object({ ...keys, children: z.array(z.never()) });
const Middle = z.object({ ...keys, children: z.array(Leaf) });

export const CategoryView = z.object({
  ...keys,
  children: z.array(Middle).exactOptional().meta({ description: 'not in the flat list' }),
});

/** A node of the flat list. */
export const presentFlat = ({ id, name, real, parent }: Category): z.input<typeof CategoryView> => ({
  id,
  name,
  real,
  parent,
});

const presentLeaf = (leaf: Category): z.input<typeof Leaf> => ({ ...presentFlat(leaf), children: [] });
const presentMiddle = (one: Category): z.input<typeof Middle> => ({
  ...presentFlat(one),
  children: one.children.map(presentLeaf),
});

/** A node with what lies below it; the catalogue has three levels. */
export const presentTree = (one: Category): z.input<typeof CategoryView> => ({
  ...presentFlat(one),
  children: one.children.map(presentMiddle),
});
