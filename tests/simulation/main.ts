// npm run simulate -- [--seeds N] [--from SEED] [--scenario NAME] [--trace] [--real]
import { print, step } from '#scripts/setup/steps.ts';
import { readArguments, readOrEnd, UsageError } from '#scripts/shared/command-line.ts';
import { realStories } from './real/main.ts';
import { lossesOf } from './losses.ts';
import { scenarios } from './scenarios/index.ts';
import type { Told } from './scheduler.ts';
import { tellVirtually } from './virtual.ts';

const usage = `usage: npm run simulate -- [--seeds N] [--from SEED] [--scenario ${scenarios.map(({ name }) => name).join('|')}] [--trace] [--real]`;
const options = {
  seeds: { type: 'string', default: '20' },
  from: { type: 'string', default: '0' },
  scenario: { type: 'string' },
  trace: { type: 'boolean', default: false },
  /** The shop on real processes that are really killed. */
  real: { type: 'boolean', default: false },
} as const;

const { values, wanted, from, seeds } = readOrEnd(() => {
  const { values } = readArguments(usage, { options });
  const wanted = scenarios.filter(({ name }) => values.scenario === undefined || name === values.scenario);
  const [from, seeds] = [Number(values.from), Number(values.seeds)];
  if (wanted.length === 0 || !Number.isInteger(from) || !(Number.isInteger(seeds) && seeds > 0))
    throw new UsageError(usage);
  return { values, wanted, from, seeds };
});
const began = performance.now();
const injected = new Map<string, number>();
let [stories, steps, violations] = [0, 0, 0];

function take(name: string, { seed, trace, ...told }: Told): void {
  stories++;
  steps += told.steps;
  violations += told.violations.length;
  for (const [fault, count] of told.injected) injected.set(fault, (injected.get(fault) ?? 0) + count);
  if (told.violations.length === 0) return;
  print(`${name}, seed ${seed}:\n  ${told.violations.join('\n  ')}\n${trace.slice(-25).join('\n')}`);
}

const say = (line: string): void => (values.trace ? print(line) : undefined);
if (values.real)
  for await (const told of realStories(from, seeds, say)) {
    take('real shop', told);
    console.log(`seed ${told.seed}: ${told.steps} acts; ${told.trace.at(-1)}`);
  }
else {
  const commissions = Array.from({ length: seeds }, (_, i) => from + i).flatMap((seed) =>
    wanted.map(({ name: scenario }) => ({ scenario, seed })),
  );
  await step('stories', (show) =>
    tellVirtually(commissions, ({ scenario }, told) => {
      told.trace.forEach(say);
      take(scenario, told);
      show(`${stories} of ${commissions.length} told, ${steps} steps, ${violations} violations`);
    }),
  );
}

console.table([...injected].toSorted(([a], [b]) => a.localeCompare(b)).map(([fault, times]) => ({ fault, times })));
const seconds = ((performance.now() - began) / 1000).toFixed(1);
console.log(`${stories} stories in ${seconds} s, ${steps} ${values.real ? 'acts' : 'steps'}, ${violations} violations`);
const enough = values.real ? [] : wanted.filter((scenario) => seeds >= lossesOf(scenario).length);
const missed = [...new Set(enough.flatMap(lossesOf))].filter((loss) => !injected.has(loss));
for (const loss of missed) console.log(`never happened: ${loss}`);
process.exitCode = violations + missed.length > 0 ? 1 : 0;
