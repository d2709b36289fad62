/**
 * Makes the poet's assets: `node scripts/models/train-poems.ts`, then `npx oxfmt assets/poems`. Tones and rhymes, n-gram models
 * to compare with, then the network: some ten minutes of processor time on one core. The work lies in .data/models/poems.
 */
import { join } from 'node:path';
import { corpusFile, run, workshop } from './poems/workshop.ts';
import { runPython } from './python.ts';

const corpus = corpusFile();
const checkpoint = join(workshop, 'poet.pt');
run('readings.ts', corpus);
runPython('poems/ngram.py', [corpus, 'test']);
runPython('poems/train.py', [corpus, checkpoint]);
runPython('poems/export.py', [checkpoint, join(import.meta.dirname, '../../assets/poems')]);
