import { join } from 'node:path';
import { root } from '../setup/host.ts';
import { run } from '../setup/run.ts';
import { print, seconds } from '../setup/steps.ts';

const tool = (name: string): string => join(root, 'node_modules/.bin', name);
const script = (name: string): string[] => [process.execPath, join(root, 'scripts', name), '--check'];

/** What is checked without running the project. Generated files are made anew and compared. */
const checks: Record<string, string[]> = {
  types: [tool('tsc'), '-p', 'tsconfig.json'],
  lint: [tool('oxlint'), '--type-aware', '--deny-warnings'],
  formatting: [tool('oxfmt'), '--check', '.'],
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

/** Runs one check and says how it ended; what it printed is shown where it failed. */
async function isFine(name: string, [command = '', ...args]: string[]): Promise<boolean> {
  const started = Date.now();
  let output = '';
  const onLine = (line: string) => void (output += `${line}\n`);
  const fine = await run(command, args, { cwd: root, env, onLine }).then(
    () => true,
    () => false,
  );
  print(`${fine ? '✓' : '✗'} ${name} (${seconds(Date.now() - started)})${fine ? '' : `\n${output}`}`);
  return fine;
}

/** Runs every check, two at a time, also after one has failed. */
export async function runChecks(): Promise<{ passed: number; failed: number }> {
  const outcomes: boolean[] = [];
  const waiting = Object.entries(checks).values();
  const lane = async (): Promise<void> => {
    for (const [name, command] of waiting) outcomes.push(await isFine(name, command));
  };
  await Promise.all([lane(), lane()]);
  return { passed: outcomes.filter(Boolean).length, failed: outcomes.filter((one) => !one).length };
}
