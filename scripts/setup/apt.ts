import { isRoot, which } from './host.ts';
import { run } from './run.ts';
import type { Say } from './steps.ts';

/** True where Debian packages can be installed without asking anybody. */
export const hasApt = (): boolean => isRoot && which('apt-get') !== undefined;

/** Installs Debian packages; the lists are fetched anew because a fresh image has none. */
export async function aptInstall(packages: string[], say: Say): Promise<void> {
  const options = ['-q', '-y', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const onLine = (line: string) => say(`apt: ${line.slice(0, 60)}`);
  await run('apt-get', [...options, 'update'], { env, onLine });
  await run('apt-get', [...options, 'install', '--no-install-recommends', ...packages], { env, onLine });
}
