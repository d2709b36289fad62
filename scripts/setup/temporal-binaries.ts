import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { cached } from './cached.ts';
import { findGo } from './go.ts';
import { cacheFolder, root } from './host.ts';
import { run } from './run.ts';
import type { Say } from './steps.ts';

const modules = join(root, 'temporal');
const packages = {
  server: 'go.temporal.io/server/cmd/server',
  ui: 'github.com/temporalio/ui-server/v2/cmd/server',
  sqlTool: 'go.temporal.io/server/cmd/tools/sql',
} as const;

/** Paths of the Temporal server, its web UI and its schema tool. */
export type TemporalBinaries = Record<keyof typeof packages, string> & { version: string };

async function build(go: string, folder: string, say: Say): Promise<void> {
  const env = { ...process.env, GOFLAGS: '', GOWORK: 'off', CGO_ENABLED: '0' };
  const options = { cwd: modules, env, what: 'go build of the Temporal server' };
  const targets = Object.values(packages);
  say('reading the modules');
  const total = (await run(go, ['list', '-deps', ...targets], { ...options, onLine: fetched(say) })).split('\n').length;
  let compiled = 0;
  const onLine = (line: string) => {
    if (line.startsWith('go: ')) fetched(say)(line);
    else say(`compiled ${++compiled} of at most ${total} packages`);
  };
  for (const [name, target] of Object.entries(packages)) {
    const flags = ['-v', '-trimpath', '-p', String(availableParallelism()), '-ldflags=-s -w'];
    await run(go, ['build', ...flags, '-o', join(folder, name), target], { ...options, onLine });
  }
}

const fetched = (say: Say) => (line: string) => {
  const [, module] = /^go: downloading (\S+)/.exec(line) ?? [];
  if (module) say(`fetching ${module}`);
};

/** Builds the binaries pinned in temporal/go.mod once for this user, by Go, into a cache named by the pins. */
export async function ensureTemporalBinaries(say: Say): Promise<TemporalBinaries> {
  const pins = readFileSync(join(modules, 'go.mod'), 'utf8');
  const hash = createHash('sha256')
    .update(pins)
    .update(readFileSync(join(modules, 'go.sum')))
    .digest('hex');
  const folder = join(cacheFolder, `temporal-${hash.slice(0, 12)}`);
  if (!existsSync(folder)) {
    const least = /^go (\S+)$/m.exec(pins)?.[1] ?? '0';
    const go = await findGo(modules, least, say);
    await cached(folder, (partial) => build(go, partial, say));
  }
  const version = /go\.temporal\.io\/server v(\S+)/.exec(pins)?.[1] ?? 'unknown';
  return { server: join(folder, 'server'), ui: join(folder, 'ui'), sqlTool: join(folder, 'sqlTool'), version };
}
