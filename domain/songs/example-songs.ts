import type { EntityManager } from '@mikro-orm/core';
import type { FileStorage } from '#domain/ports/storage.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { ExampleSong } from './example-song.entity.ts';

interface Wanted {
  color?: string | undefined;
  group?: string | undefined;
}

/** What the project's own pieces of music are examples of; their files lie in `assets/music`. */
const ownExamples = [
  { file: 'jiangnan.m4a', name: '江南', color: 'GREEN', group: 'CHINA' },
  { file: 'dusk.m4a', name: '暮色', color: 'BLUE', group: 'PIANO' },
  { file: 'sunlit.m4a', name: '晴日', color: 'YELLOW', group: 'FOLK' },
  { file: 'wander.m4a', name: '漫游', color: 'RED', group: 'POP' },
] as const;

/** Examples that are shown, of a colour and a group if they are given, in the order in which they were added. */
export async function listExampleSongs(
  em: EntityManager,
  { color, group }: Wanted,
  window: Window,
): Promise<Slice<ExampleSong>> {
  const where = { status: 'ONLINE', ...(color && { color }), ...(group && { group }) } as const;
  const [items, total] = await em.findAndCount(ExampleSong, where, { orderBy: { id: 'asc' }, ...window });
  return { items, total };
}

const keyOf = (file: string): string => `vfine/examples/${file}`;

/** Adds the project's own pieces, whose files lie in that folder, as examples: once, and where there are none yet. */
export async function addOwnExamples(em: EntityManager, storage: FileStorage, folder: string): Promise<void> {
  if ((await em.count(ExampleSong)) > 0) return;
  for (const { file, ...example } of ownExamples) {
    await storage.putFile(keyOf(file), `${folder}/${file}`); // before the row: no example lacks its song
    em.create(ExampleSong, { ...example, path: keyOf(file) });
  }
  await em.flush();
}
