// npm run defects -- [--only TEXT] [--from N] [--to N] [--trusting]: plants one fault after the other in a copy of the tree and runs the tests that should notice.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { defects, type Defect } from './defects.ts';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    from: { type: 'string', default: '0' },
    to: { type: 'string', default: '999' },
    trusting: { type: 'boolean', default: false }, // the tests are known to pass without a defect
  },
});

/** The tree as it stands, with the dependencies of this one. */
function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'ensemble-defects-'));
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const file of listed.toString().trim().split('\n')) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Runs test files in a copy; answers names of tests that failed, and the number of files that did not load. */
function runTests(copy: string, tests: readonly string[]): { failed: string[]; broken: number } {
  const report = join(copy, 'report.json');
  rmSync(report, { force: true });
  const jest = join(root, 'node_modules/.bin/jest');
  spawnSync(process.execPath, ['--experimental-vm-modules', jest, '--json', `--outputFile=${report}`, ...tests], {
    cwd: copy,
    stdio: 'ignore',
    timeout: 600_000,
    killSignal: 'SIGKILL',
  });
  if (!existsSync(report)) return { failed: [], broken: tests.length }; // Jest itself has ended
  const { numRuntimeErrorTestSuites: broken, testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    numRuntimeErrorTestSuites: number;
    testResults: { assertionResults: { status: string; fullName: string }[] }[];
  };
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  return { failed: all.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName), broken };
}

/** Whether the tests notice; a fault that no longer has its place, or that does not load, counts as unseen. */
function plant(
  copy: string,
  { file, find, put, tests }: Defect,
  failing: readonly string[],
): { result: string; noticedBy: string } {
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(find).length !== 2) return { result: 'NOT PLANTED', noticedBy: `${file} has changed` };
  writeFileSync(
    path,
    source.replace(find, () => put),
  );
  try {
    const { failed, broken } = runTests(copy, tests);
    const noticedBy = failed.find((test) => !failing.includes(test));
    if (noticedBy !== undefined) return { result: 'caught', noticedBy };
    return broken > 0
      ? { result: 'NOT PLANTED', noticedBy: 'the tests cannot run' }
      : { result: 'NOT CAUGHT', noticedBy: '' };
  } finally {
    writeFileSync(path, source);
  }
}

const wanted = defects.slice(Number(values.from), Number(values.to)).filter(({ name }) => name.includes(values.only));
const copy = copyTree();
const rows: { defect: string; result: string; noticedBy: string }[] = [];
try {
  const all = [...new Set(wanted.flatMap(({ tests }) => tests))];
  const failing = values.trusting ? [] : runTests(copy, all).failed; // without any defect: they tell nothing
  if (failing.length > 0) console.log(`${failing.length} tests fail without a defect, e.g. ${failing[0]}`);
  for (const defect of wanted) {
    const { result, noticedBy } = plant(copy, defect, failing);
    console.log(`${result}: ${defect.name}`);
    rows.push({ defect: defect.name, result, noticedBy: noticedBy.slice(0, 70) });
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.table(rows);
const caught = rows.filter(({ result }) => result === 'caught').length;
console.log(`${caught} of ${rows.length} caught`);
process.exitCode = caught < rows.length - 1 ? 1 : 0;
