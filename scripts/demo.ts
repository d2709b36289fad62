// npm run demo -- film|longimage|dub|shop [--out FILE] [--by-hand]: a film or a long picture of the sample photographs, a clip dubbed anew, or a licence from upload to pay-out, as a client over HTTP; starts the platform where it does not run. By hand: you pay the licence in the browser.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readSettings, type Settings } from '#adapters/env.ts';
import { demoAlbum, works } from './demo/album.ts';
import { demoDub } from './demo/dub.ts';
import { demoShop } from './demo/shop.ts';
import { apiUrl } from './platform/parts.ts';
import { readArguments, readOrEnd, UsageError } from './shared/command-line.ts';

const isReady = (origin: string): Promise<boolean> =>
  fetch(`${origin}/readyz`).then(
    ({ status }) => status === 200,
    () => false,
  );

/** Starts the platform in the background and shows what it says until it is ready. */
async function startPlatform(settings: Settings): Promise<void> {
  const origin = apiUrl(settings);
  mkdirSync(settings.ENSEMBLE_DATA, { recursive: true });
  const log = join(settings.ENSEMBLE_DATA, 'start.log');
  const out = openSync(log, 'w', 0o600);
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.ts')], {
    detached: true,
    stdio: ['ignore', out, out],
  });
  closeSync(out);
  let shown = 0;
  while (!(await isReady(origin))) {
    const said = readFileSync(log, 'utf8');
    process.stdout.write(said.slice(shown));
    shown = said.length;
    if (child.exitCode !== null) throw new Error(`The platform did not start; see ${log}.`);
    await sleep(200);
  }
  child.unref();
  console.log(`The platform runs in the background (log: ${log}); npm stop stops it.\n`);
}

/** Logs in as the administrator whom the first start made. */
async function operatorToken(settings: Settings): Promise<string> {
  const file = join(settings.ENSEMBLE_DATA, 'accounts.txt');
  const password = /^ops +admin +(\S+)$/m.exec(readFileSync(file, 'utf8'))?.[1];
  const answer = await fetch(`${apiUrl(settings)}/ops/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'admin', password }),
  });
  const { token } = (await answer.json()) as { token?: string };
  if (!token) throw new Error(`The administrator of ${file} cannot log in (${answer.status}).`);
  return token;
}

interface To {
  origin: string;
  uiUrl: string;
  out: string | undefined;
  byHand: boolean;
}

const settings = readSettings();
const albums = Object.entries(works).map(([name, work]) => {
  const demo = async ({ out, ...to }: To) =>
    demoAlbum(work, { ...to, operatorToken: await operatorToken(settings), out: out ?? work.out });
  return [name, demo] as const;
});
const demos: Record<string, (to: To) => Promise<void>> = {
  ...Object.fromEntries(albums),
  dub: ({ out, ...to }) => demoDub({ ...to, out: out ?? 'dub.mp4' }),
  shop: async ({ out, ...to }) => {
    await demoShop({ ...to, operatorToken: await operatorToken(settings), out: out ?? 'certificate.pdf' });
    spawnSync('npm', ['run', '--silent', 'ledger', '--', 'check'], { stdio: 'inherit' });
  },
};

const options = { out: { type: 'string' }, 'by-hand': { type: 'boolean', default: false } } as const;
const { demo, values } = readOrEnd(() => {
  const usage = `usage: npm run demo -- ${Object.keys(demos).join('|')} [--out FILE] [--by-hand]`;
  const { positionals, values } = readArguments(usage, { allowPositionals: true, options });
  const demo = demos[positionals[0] ?? ''];
  if (!demo) throw new UsageError(usage);
  return { demo, values };
});
const origin = apiUrl(settings);
if (!(await isReady(origin))) await startPlatform(settings);
const uiUrl = settings.TEMPORAL_UI_URL ?? `http://127.0.0.1:${settings.TEMPORAL_UI_PORT}`;
await demo({ origin, uiUrl, out: values.out, byHand: values['by-hand'] });
