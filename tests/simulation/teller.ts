// Tells the stories that the process which began it asks for, and ends with it.
import { on } from 'node:events';
import { injectDatabaseFaults } from './database-faults.ts';
import { openPlatform } from './platform.ts';
import { scenarios } from './scenarios/index.ts';
import { tell } from './scheduler.ts';
import type { Commission } from './virtual.ts';

const asked = on(process, 'message', { close: ['disconnect'] }); // from now on: what is asked first is not missed
const platform = await openPlatform();
const faults = injectDatabaseFaults();
for await (const [commission] of asked) {
  const { scenario: wanted, seed } = commission as Commission;
  const scenario = scenarios.find(({ name }) => name === wanted);
  if (!scenario) throw new Error(`there is no scenario ${wanted}`);
  process.send?.(await tell(platform, faults, scenario, seed));
}
await platform.close();
