// npm test: sets up what the tests need, then runs every check and every test. `npm test -- ARGUMENTS` runs only Jest
// with them; `npm run check` runs only the checks. The running platform and its data folder are never touched.
import { ensureFfmpeg } from './setup/ffmpeg.ts';
import { SetupError } from './setup/host.ts';
import { step } from './setup/steps.ts';
import { ensureTemporalBinaries } from './setup/temporal-binaries.ts';
import { ensureTimeSkipping } from './setup/time-skipping.ts';
import { runChecks } from './testing/checks.ts';
import { runJest } from './testing/jest.ts';

async function setUp(): Promise<void> {
  await step('ffmpeg', (say) => ensureFfmpeg({ ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' }, say));
  await step('Temporal server, built by Go once', ensureTemporalBinaries);
  await step('Java and the time-skipping server', ensureTimeSkipping);
}

async function main([first, ...rest]: string[]): Promise<number> {
  const none = { passed: 0, failed: 0 };
  const isCheck = first === '--static';
  const wantsAll = first === undefined;
  if (!isCheck) await setUp();
  const checks = isCheck || wantsAll ? await runChecks() : none;
  const tests = isCheck ? none : await runJest(first === undefined ? [] : [first, ...rest]);
  const failed = checks.failed + tests.failed;
  console.log(`${checks.passed + tests.passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

// Jest and the checks get a Ctrl-C too and end; then this does.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

process.exit(
  await main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof SetupError ? error.message : error);
    return 1;
  }),
);
