import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { guard } from './guard.ts';

/**
 * Starts the guardian, which starts PostgreSQL and Temporal when a test first asks for them: a single test file of pure
 * rules pays for none of it.
 */
// oxlint-disable-next-line import/no-default-export -- Jest calls the default export
export default async function globalSetup(): Promise<void> {
  const guardian = fileURLToPath(new URL('guardian.ts', import.meta.url));
  const { NODE_OPTIONS: _, ...env } = process.env;
  // A group of its own: a Ctrl-C must end Jest first, and then the services.
  const child = spawn(process.execPath, [guardian], { env, detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  guard.child = child;
  process.env['ENSEMBLE_TEST_SERVICES'] = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the guardian ended (${code})`)));
  });
}
