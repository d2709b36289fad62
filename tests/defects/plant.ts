import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

/** A fault that somebody might make: one place of the code, what would stand there, and the tests that should notice. */
export interface Defect {
  name: string;
  file: string;
  find: string;
  put: string;
  tests: readonly string[];
}

export const root = join(import.meta.dirname, '../..');
const patience = 200_000; // ms for the tests of one defect

/** The source with the defect in it; a text that does not stand there exactly once is a fault of the list. */
export function withDefect(source: string, { file, find, put }: Defect): string {
  const times = source.split(find).length - 1;
  if (times !== 1) throw new Error(`${file} has the text of the defect ${times} times`);
  return source.replace(find, () => put);
}

/** The tree as it stands, committed or not, with the dependencies of this one. */
export function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'ensemble-defects-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const file of listed.toString().split('\0')) {
    if (!file || !existsSync(join(root, file))) continue; // removed, and not committed yet
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

interface Outcome {
  /** `file › test` of each test that failed. */
  failed: string[];
  /** Why a file failed without a test of it failing, or Jest did not end. */
  trouble: string | undefined;
}

/** Runs test files of a copy, one after the other. */
export function runTests(copy: string, tests: readonly string[], limit = patience): Outcome {
  const report = join(copy, 'report.json');
  rmSync(report, { force: true });
  const args = ['--experimental-vm-modules', join(root, 'node_modules/jest/bin/jest.js')];
  const options = ['--runInBand', '--json', `--outputFile=${report}`, '--runTestsByPath', ...tests];
  const { signal } = spawnSync(process.execPath, [...args, ...options], {
    cwd: copy,
    stdio: 'ignore',
    timeout: limit,
    killSignal: 'SIGKILL',
  });
  if (signal) return { failed: [], trouble: 'killed: it did not end' };
  if (!existsSync(report)) return { failed: [], trouble: 'Jest could not run' };
  const { testResults } = Report.parse(JSON.parse(readFileSync(report, 'utf8')));
  const failed = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map((one) => `${basename(name)} › ${one.fullName}`),
  );
  const silent = testResults.find(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  );
  return { failed, trouble: silent && `${basename(silent.name)}: ${silent.message}` };
}

/** Plants one defect, runs the tests that should notice, and takes it out again. */
export function tryDefect(copy: string, defect: Defect): Outcome {
  const path = join(copy, defect.file);
  const source = readFileSync(path, 'utf8');
  writeFileSync(path, withDefect(source, defect));
  try {
    return runTests(copy, defect.tests);
  } finally {
    writeFileSync(path, source);
  }
}
