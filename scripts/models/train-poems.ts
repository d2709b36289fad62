/**
 * Makes the poet's assets: `node scripts/models/train-poems.ts`. Corpus, tones and rhymes, then the network, and n-gram models
 * to compare it with. Half an hour on one core; what it works with lies in .data/models/poems.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { modelData, runPython } from './python.ts';

const folder = join(modelData, 'poems');
const corpus = join(folder, 'corpus.tsv');
const checkpoint = join(folder, 'poet.pt');
const assets = join(import.meta.dirname, '../../assets/poems');
const run = (script: string): void => {
  execFileSync(process.execPath, [join(import.meta.dirname, 'poems', script), corpus], { stdio: 'inherit' });
};

mkdirSync(folder, { recursive: true });
run('corpus.ts');
run('readings.ts');
runPython('poems/ngram.py', [corpus, 'test']);
runPython('poems/train.py', [corpus, checkpoint]);
runPython('poems/export.py', [checkpoint, assets]);
