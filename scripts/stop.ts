// npm stop: stops a platform that runs in the background or in another terminal, as its Ctrl-C would.
import { setTimeout as sleep } from 'node:timers/promises';
import { readSettings } from '#adapters/env.ts';
import { createRecords } from './platform/records.ts';

const { ENSEMBLE_DATA: folder } = readSettings();
const records = createRecords(folder);
const pid = records.claimant();
if (pid === undefined) console.log(`No platform runs from ${folder}.`);
else {
  process.kill(pid, 'SIGTERM');
  while (records.claimant() === pid) await sleep(100);
  console.log(`Stopped the platform of ${folder}.`);
}
