// npm run simulate -- [--seeds N] [--from SEED] [--scenario NAME] [--trace]
import { parseArgs } from 'node:util';
import globalSetup from '#tests/kit/global-setup.ts';
import globalTeardown from '#tests/kit/global-teardown.ts';
import { injectDatabaseFaults } from './database-faults.ts';
import { openPlatform } from './platform.ts';
import { scenarios } from './scenarios/index.ts';
import { tell } from './scheduler.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '0' },
    scenario: { type: 'string' },
    trace: { type: 'boolean', default: false },
  },
});

const wanted = scenarios.filter(({ name }) => values.scenario === undefined || name === values.scenario);
const [from, seeds] = [Number(values.from), Number(values.seeds)];

const isGuarded = process.env['ENSEMBLE_TEST_SERVICES'] !== undefined;
if (!isGuarded) await globalSetup();
const platform = await openPlatform();
const faults = injectDatabaseFaults();
const injected = new Map<string, number>();
let [steps, violations] = [0, 0];
try {
  for (const scenario of wanted) {
    const began = performance.now();
    for (let seed = from; seed < from + seeds; seed++) {
      const told = await tell(platform, faults, scenario, seed);
      steps += told.steps;
      for (const [fault, count] of told.injected) injected.set(fault, (injected.get(fault) ?? 0) + count);
      if (values.trace) console.log(told.trace.join('\n'));
      if (told.violations.length === 0) continue;
      violations += told.violations.length;
      console.log(`${scenario.name}, seed ${seed}:\n  ${told.violations.join('\n  ')}`);
      console.log(told.trace.slice(-25).join('\n'));
    }
    const seconds = (performance.now() - began) / 1000;
    console.log(`${scenario.name}: ${seeds} stories in ${seconds.toFixed(1)} s`);
  }
} finally {
  await platform.close();
  faults.restore();
  if (!isGuarded) await globalTeardown();
}
console.table([...injected].toSorted(([a], [b]) => a.localeCompare(b)).map(([fault, times]) => ({ fault, times })));
console.log(`${seeds * wanted.length} stories, ${steps} steps, ${violations} violations`);
process.exitCode = violations > 0 ? 1 : 0;
