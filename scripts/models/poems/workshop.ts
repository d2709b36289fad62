import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { modelData } from '../python.ts';

/** Where the poem model is made: its corpus and its checkpoints. */
export const workshop = join(modelData, 'poems');

/** Runs a script of this folder in a process of its own. */
export function run(script: string, ...args: string[]): void {
  execFileSync(process.execPath, [join(import.meta.dirname, script), ...args], { stdio: 'inherit' });
}

/** The corpus, which is made where it is not there. */
export function corpusFile(): string {
  const corpus = join(workshop, 'corpus.tsv');
  mkdirSync(workshop, { recursive: true });
  if (!existsSync(corpus)) run('corpus.ts', corpus);
  return corpus;
}
