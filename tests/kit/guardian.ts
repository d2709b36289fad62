// Holds the services of one run of Jest: PostgreSQL, Temporal, the bundle of the workflows. A process of its own, because
// it must outlive a Jest that is killed: when Jest's end of its standard input closes, it stops everything, removes its
// folder and ends. Started by global-setup.ts; it prints the address that tests/kit/services.ts asks.
import { chmodSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRecords } from '#scripts/platform/records.ts';
import { createStarters } from './guardian/starters.ts';
import { folderPrefix, removeRun, sweepRuns } from './guardian/sweep.ts';
import type { ServiceName } from './services.ts';

const folder = mkdtempSync(join(tmpdir(), folderPrefix));
chmodSync(folder, 0o711); // PostgreSQL runs as somebody else when this is root
const records = createRecords(folder);
records.claim();

const starters = createStarters(folder, records);
const running = new Map<string, Promise<object>>();

function start(name: ServiceName): Promise<object> {
  const known = running.get(name);
  if (known) return known;
  const started: Promise<object> = starters[name]();
  running.set(name, started);
  return started;
}

const isService = (name: string): name is ServiceName => name in starters;

const server = createServer((request, response) => {
  const name = (request.url ?? '').slice(1);
  const started = isService(name) ? start(name) : Promise.reject(new Error(`there is no service ${name}`));
  started.then(
    (service) => response.end(JSON.stringify(service)),
    (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
  );
});

async function end(): Promise<void> {
  await Promise.allSettled([swept, ...running.values()]);
  await removeRun(folder);
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('SIGTERM', () => void end());
process.stdin.on('end', () => void end()).resume();
const swept = sweepRuns(folder);
server.keepAliveTimeout = 0; // a test file that asks after a long while must not find its connection closed
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
