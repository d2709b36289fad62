import type { Slice } from '#domain/shared/slice.ts';
import type { Work } from '#domain/works/work.entity.ts';
import { presentWork, type WorkShown } from './presenters/work.ts';
import { viewerOf, type Asked } from './viewer.ts';

/** A page of works as the one who asks may see them. */
export async function showWorks(asked: Asked, { items, total }: Slice<Work>): Promise<Slice<WorkShown>> {
  const viewer = await viewerOf(asked, items);
  return { items: items.map((work) => presentWork(work, viewer)), total };
}
