// npm test: sets up what the tests need, then runs every check and every test. `npm test -- ARGUMENTS` runs only Jest
// with them; `npm run check` runs only the checks. The running platform and its data folder are never touched.
import { SettingsError } from '#adapters/env.ts';
import { ensureChromium } from './setup/chromium.ts';
import { ensureFfmpeg } from './setup/ffmpeg.ts';
import { SetupError } from './setup/host.ts';
import { step } from './setup/steps.ts';
import { ensureTemporalBinaries } from './setup/temporal-binaries.ts';
import { ensureTimeSkipping } from './setup/time-skipping.ts';
import { runChecks } from './testing/checks.ts';
import { runJest } from './testing/jest.ts';
import { createLeftovers } from './testing/leftovers.ts';

async function setUp(): Promise<void> {
  await step('ffmpeg', (say) => ensureFfmpeg({ ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' }, say));
  await step('Temporal server, built by Go once', ensureTemporalBinaries);
  await step('Chromium', ensureChromium);
  await step('Java and the time-skipping server', ensureTimeSkipping);
}

interface Count {
  passed: number;
  failed: number;
}

/** All of Jest, and then whether the tests have left a process or a file behind. */
async function runTests(args: string[]): Promise<Count> {
  const leftovers = createLeftovers();
  process.once('exit', () => leftovers.clear());
  const { passed, failed } = await runJest(args, leftovers.env);
  const left = await leftovers.find();
  console.log(left.length === 0 ? '✓ nothing left behind' : `✗ left behind:\n${left.join('\n')}`);
  return left.length === 0 ? { passed: passed + 1, failed } : { passed, failed: failed + 1 };
}

async function main([first, ...rest]: string[]): Promise<number> {
  const none: Count = { passed: 0, failed: 0 };
  const isCheck = first === '--static';
  if (!isCheck) await setUp();
  const checks = isCheck || first === undefined ? await runChecks() : none;
  const tests = isCheck ? none : await runTests(first === undefined ? [] : [first, ...rest]);
  const failed = checks.failed + tests.failed;
  console.log(`${checks.passed + tests.passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

// Jest and the checks get a Ctrl-C too and end; then this does.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

process.exit(
  await main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof SetupError || error instanceof SettingsError ? error.message : error);
    return 1;
  }),
);
