import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '#adapters/env.ts';
import { SetupError } from '../setup/host.ts';
import { seconds, type Say } from '../setup/steps.ts';
import { hasPaymentStandIn } from './alipay.ts';
import { apiUrl } from './parts.ts';
import { hasStandIn } from './weixin.ts';

const patience = 5 * 60_000; // ms: a busy machine needs more than one

async function readiness(url: string): Promise<{ isReady: boolean; state: string }> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) });
    return { isReady: answer.status === 200, state: await answer.text() };
  } catch {
    return { isReady: false, state: 'does not answer yet' };
  }
}

/** Waits until the API and everything it needs answers, as long as no process tells of its `death`. */
export async function untilReady(url: string, say: Say, death: Promise<string>): Promise<void> {
  let died: string | undefined;
  void death.then((why) => void (died = why));
  for (const until = Date.now() + patience; ; await Promise.race([sleep(100), death])) {
    const { isReady, state } = await readiness(url);
    if (isReady) return;
    if (died !== undefined) throw new SetupError(died);
    say(`waits for the API: ${state}`);
    if (Date.now() > until) throw new SetupError(`The platform is not ready after ${seconds(patience)}: ${state}`);
  }
}

/** What to open, shown when everything runs. `accounts` are shown once, when they were made. */
export function welcome(settings: Settings, prefixes: string[], accounts: string): string {
  const url = apiUrl(settings);
  const kept = join(settings.ENSEMBLE_DATA, 'accounts.txt');
  const ui = settings.TEMPORAL_UI_URL ?? `http://127.0.0.1:${settings.TEMPORAL_UI_PORT}`;
  const rows: [string, string][] = [
    ['API faces', prefixes.map((prefix) => `${url}${prefix}`).join('\n')],
    ['API documents', `${url}/docs/`],
    ["Operators' page", `${url}/ops/`],
    ['Temporal UI', settings.TEMPORAL_ADDRESS && !settings.TEMPORAL_UI_URL ? '' : ui],
    ['PIAXI logins', hasStandIn(settings) ? 'by the codes test-<openid>, each of them once' : ''],
    ['Payments', hasPaymentStandIn(settings) ? 'by a cashier on this machine that moves no money' : ''],
    ['Accounts', accounts ? `${accounts}\n(shown once, kept in ${kept})` : existsSync(kept) ? `in ${kept}` : ''],
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 4;
  const lines = rows.flatMap(([name, text]) => {
    const [first = '', ...rest] = text.split('\n');
    return first ? [`  ${name.padEnd(width)}${first}`, ...rest.map((line) => `  ${' '.repeat(width)}${line}`)] : [];
  });
  return `\n${lines.join('\n')}\n`;
}
