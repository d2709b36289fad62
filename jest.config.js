import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

// ES modules in Jest need a flag of Node, and the tests need Node 24: `npx jest PATH` gets both by running itself again.
// Only Jest itself does, not a tool that reads this file.
const isJest = /[\\/]jest(\.js)?$/.test(process.argv[1] ?? '');
if (isJest && !process.execArgv.includes('--experimental-vm-modules')) {
  const bin = join(import.meta.dirname, 'node_modules/.bin');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const { status } = spawnSync(join(bin, 'node'), [...flags, join(bin, 'jest'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}

process.env['ORT_DISABLE_TELEMETRY'] = '1'; // what a test file sets in its own process.env, a native library does not see

export default {
  testEnvironment: '<rootDir>/tests/kit/environment.mjs',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  globalSetup: '<rootDir>/tests/kit/global-setup.ts',
  globalTeardown: '<rootDir>/tests/kit/global-teardown.ts',
  testTimeout: 120_000, // ms; a bound for hangs, not a measure: the machine may be busy
  testSequencer: '<rootDir>/tests/kit/sequencer.mjs',
  // One more than cores: tests wait as much as they work. Jest keeps some of every file it has run in memory, so a worker is
  // replaced when it has grown; without a limit a whole run dies of it.
  maxWorkers: availableParallelism() + 1,
  workerIdleMemoryLimit: '1GB',
};
