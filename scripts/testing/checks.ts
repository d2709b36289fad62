import { join } from 'node:path';
import { root } from '../setup/host.ts';
import { run } from '../setup/run.ts';
import { step } from '../setup/steps.ts';

const tool = (name: string): string => join(root, 'node_modules/.bin', name);
const script = (name: string): string[] => [process.execPath, join(root, 'scripts', name), '--check'];

/** What is checked without running the project. Generated files are made anew and compared. */
const checks: Record<string, string[]> = {
  formatting: [tool('oxfmt'), '--check', '.'],
  lint: [tool('oxlint'), '--type-aware', '--deny-warnings'],
  types: [tool('tsc'), '-p', 'tsconfig.json'],
  'import rules': [tool('depcruise'), '--config', '.dependency-cruiser.mjs', '.'],
  'dead code': [tool('knip'), '--no-progress'],
  'OpenAPI documents': script('openapi.ts'),
  'migration snapshot': script('migrate.ts'),
  'frame kernel': script('build-kernel.ts'),
  'settings table': script('docs.ts'),
};

// The comparison of entities and migrations reads files only, but the settings ask for an address.
const env = {
  ...process.env,
  DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing',
  NODE_DISABLE_COMPILE_CACHE: '1', // it would lie in the folder for temporary files
};

/** Runs every check, also after one has failed. */
export async function runChecks(): Promise<{ passed: number; failed: number }> {
  const outcomes = [];
  for (const [name, [command = '', ...args]] of Object.entries(checks)) {
    let output = '';
    const onLine = (line: string) => void (output += `${line}\n`);
    const work = () => run(command, args, { cwd: root, env, onLine });
    const isFine = await step(name, work).then(
      () => true,
      () => false,
    );
    if (!isFine) console.log(output);
    outcomes.push(isFine);
  }
  return { passed: outcomes.filter(Boolean).length, failed: outcomes.filter((one) => !one).length };
}
