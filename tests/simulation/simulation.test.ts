import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { injectDatabaseFaults, type DatabaseFaults } from './database-faults.ts';
import { openPlatform, type SimulatedPlatform } from './platform.ts';
import { scenarios } from './scenarios/index.ts';
import { tell } from './scheduler.ts';

const seeds = [0, 1];
const patience = 240_000;

let platform: SimulatedPlatform;
let faults: DatabaseFaults;
beforeAll(async () => {
  platform = await openPlatform();
  faults = injectDatabaseFaults();
}, patience);
afterAll(async () => {
  faults.restore();
  await platform.close();
});

const short = scenarios.map((scenario) => ({ ...scenario, acts: [6, 14] as const }));

describe.each(short.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
  test(
    'stories end without a violation, whatever goes wrong in them',
    async () => {
      for (const seed of seeds) {
        const { violations, trace, injected } = await tell(platform, faults, scenario, seed);
        expect({ seed, violations, end: violations.length > 0 ? trace.slice(-20) : [] }).toEqual({
          seed,
          violations: [],
          end: [],
        });
        expect(injected.size).toBeGreaterThan(0);
      }
    },
    patience,
  );

  test(
    'the same seed tells the same story',
    async () => {
      const once = await tell(platform, faults, scenario, 7);
      const again = await tell(platform, faults, scenario, 7);
      expect(again.trace).toEqual(once.trace);
      expect(once.trace.length).toBeGreaterThan(20);
    },
    patience,
  );
});
