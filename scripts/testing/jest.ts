import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../setup/host.ts';

const Summary = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
  success: z.boolean(),
});

const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

/** Runs Jest with the given arguments, on this terminal. A test file that cannot run counts as one failed test. */
export async function runJest(args: string[], env: NodeJS.ProcessEnv): Promise<{ passed: number; failed: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'ensemble-jest-'));
  const file = join(folder, 'summary.json');
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  try {
    const child = spawn(process.execPath, [...flags, jest, '--json', `--outputFile=${file}`, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'], // standard output has the summary only, once more
    });
    const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
    const read = Summary.safeParse(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);
    if (!read.success) return { passed: 0, failed: 1 };
    const { numPassedTests: passed, numFailedTests, numRuntimeErrorTestSuites } = read.data;
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
