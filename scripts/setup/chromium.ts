import { aptInstall, hasApt } from './apt.ts';
import { SetupError, which } from './host.ts';
import type { Say } from './steps.ts';

/** Makes Debian's Chromium available: the back office is tested in a real browser. */
export async function ensureChromium(say: Say): Promise<void> {
  if (which('chromium')) return;
  if (!hasApt()) throw new SetupError('The tests need Chromium. Install it (Debian: sudo apt-get install chromium).');
  await aptInstall(['chromium'], say);
}
