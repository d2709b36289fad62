import { join } from 'node:path';
import { loadLabelWords } from '#adapters/assets.ts';
import { task } from '#adapters/models/task.ts';
import { writePoems as write, type Knowledge } from '#domain/poems/write-poems.ts';
import type { PoemWish, Writing } from '#domain/ports/poet.ts';
import { loadLore } from './lore.ts';
import { loadPoemModel } from './model.ts';

const folder = join(import.meta.dirname, '..', '..', 'assets', 'poems');

async function load(): Promise<Knowledge> {
  const [{ stateSize, ...lore }, labels] = await Promise.all([loadLore(folder), loadLabelWords()]);
  return { ...lore, labels, model: await loadPoemModel(join(folder, 'poet.onnx'), stateSize) };
}
let loaded: Promise<Knowledge> | undefined;

export const writePoems = task(async (wish: PoemWish): Promise<Writing> => write(wish, await (loaded ??= load())));
