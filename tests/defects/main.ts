// npm run defects -- [--shard I/N] [--only TEXT]: plants one fault after the other in a copy of the tree and shows which
// test notices it. Ends with 1 where one goes unseen, with 2 where the tests fail by themselves.
import { rmSync } from 'node:fs';
import { readArguments, readOrEnd } from '#scripts/shared/command-line.ts';
import { defects } from './defects.ts';
import { copyTree, runTests, tryDefect } from './plant.ts';

const usage = 'usage: npm run defects -- [--shard I/N] [--only TEXT]';
const options = { only: { type: 'string', default: '' }, shard: { type: 'string', default: '1/1' } } as const;
const { values } = readOrEnd(() => readArguments(usage, { options }));
const [part = 1, parts = 1] = values.shard.split('/').map(Number);
const share = defects.length / parts;
const wanted = defects
  .slice(Math.round(share * (part - 1)), Math.round(share * part))
  .filter(({ name }) => name.includes(values.only));
const baselinePatience = 600_000; // ms

const secondsSince = (began: number): number => Math.round((performance.now() - began) / 1000);

/** False where the tests fail by themselves: then they tell nothing. */
function isSound(copy: string): boolean {
  const began = performance.now();
  const { failed, trouble } = runTests(copy, [...new Set(wanted.flatMap(({ tests }) => tests))], baselinePatience);
  for (const test of failed) console.log(`fails without a defect: ${test}`);
  if (trouble !== undefined) console.log(trouble);
  const passes = failed.length === 0 && trouble === undefined;
  if (passes) console.log(`without a defect all tests pass (${secondsSince(began)} s)`);
  return passes;
}

const copy = copyTree();
try {
  if (isSound(copy)) {
    const rows = wanted.map((defect) => {
      const began = performance.now();
      const { failed, trouble } = tryDefect(copy, defect);
      const result = failed[0] ? 'caught' : trouble ? 'BROKEN' : 'NOT CAUGHT';
      const row = {
        defect: defect.name,
        result,
        by: (failed[0] ?? trouble ?? '').replaceAll(/\s+/g, ' ').slice(0, 100),
        s: secondsSince(began),
      };
      console.log(Object.values(row).join(' | '));
      return row;
    });
    console.table(rows);
    const caught = rows.filter(({ result }) => result === 'caught').length;
    console.log(`${caught} of ${rows.length} caught`);
    process.exitCode = caught < rows.length ? 1 : 0;
  } else process.exitCode = 2;
} finally {
  rmSync(copy, { recursive: true, force: true });
}
