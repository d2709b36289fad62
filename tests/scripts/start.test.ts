import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '#scripts/setup/host.ts';
import { findFreePorts } from '#scripts/setup/ports.ts';
import { endPostgres } from '#scripts/setup/postgres.ts';
import { kill } from '#scripts/setup/processes.ts';

const patience = 240_000;
let folder: string;
let settings: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ensemble-start-'));
  chmodSync(folder, 0o711);
  const first = await findFreePorts(11);
  settings = {
    DEMO_CLIPS: 'off',
    ENSEMBLE_DATA: join(folder, 'data'),
    TEMPORAL_PORT: String(first),
    PORT: String(first + 8),
    TEMPORAL_UI_PORT: String(first + 9),
    POSTGRES_PORT: String(first + 10),
  };
});
afterAll(async () => {
  await endPostgres(join(folder, 'data'));
  rmSync(folder, { recursive: true, force: true });
});

const begun: ChildProcess[] = [];
/** Whatever a failed test has left running. PostgreSQL is ended in its own way, at the end. */
afterEach(() => {
  for (const child of begun.splice(0)) child.kill('SIGKILL');
  for (const pid of running()) kill(Number(pid));
});

/** `npm start` as it runs after the bootstrap, with what it has written so far. */
function start(extra: NodeJS.ProcessEnv = {}) {
  const { NODE_OPTIONS: _, DATABASE_URL: __, TEMPORAL_ADDRESS: ___, ...environment } = process.env;
  const env = { ...environment, ...settings, ...extra };
  const child = spawn(process.execPath, ['scripts/start.ts'], { cwd: root, env, detached: true, stdio: 'pipe' });
  const run = { output: '', child, ended: new Promise<number | null>((resolve) => child.once('exit', resolve)) };
  begun.push(child);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (run.output += String(text)));
  return run;
}

async function said(run: { output: string }, text: string): Promise<void> {
  for (const end = Date.now() + patience; !run.output.includes(text); await sleep(50)) {
    if (Date.now() > end) throw new Error(`never said ${text}:\n${run.output}`);
  }
}

/** What works in the data folder. */
const running = (): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`ENSEMBLE_DATA=${settings['ENSEMBLE_DATA']}\0`);
      } catch {
        return false; // it ended meanwhile
      }
    });

/** What still runs a while after the end: a process that has been ended is there until the kernel has cleared it away. */
async function leftBehind(): Promise<string[]> {
  for (const end = Date.now() + 30_000; running().length > 0 && Date.now() < end;) await sleep(50);
  return running();
}

describe('npm start', () => {
  it.each([
    [{ PORT: '99999' }, /PORT: .*for example PORT=8080/],
    [{ TEMPORAL_PORT: 'x', FILM_SIZE: 'big' }, /TEMPORAL_PORT: [^]*FILM_SIZE: .*1280x720/],
    [
      { TEMPORAL_UI_PORT: '20003', TEMPORAL_PORT: '20000' },
      /Port 20003 is given twice: by TEMPORAL_PORT and by TEMPORAL_UI_PORT/,
    ],
    [{ DATABASE_URL: 'postgresql://db.example.org/x' }, /APP_SECRET: must be set with DATABASE_URL/],
  ])('refuses %j at once and says why', async (wrong, why) => {
    const run = start(wrong);
    expect(await run.ended).toBe(1);
    expect(run.output).toMatch(why);
    expect(run.output).not.toMatch(/^\s+at /m);
  });

  it('names a taken port, its setting and who has it', async () => {
    const server = createServer().listen(Number(settings['PORT']), '127.0.0.1');
    const run = start();
    expect(await run.ended).toBe(1);
    server.close();
    expect(run.output).toContain(`Port ${settings['PORT']} (PORT) is taken by process ${process.pid}`);
  });

  it(
    'starts everything, keeps the folder for itself, and on Ctrl-C leaves no process behind',
    async () => {
      const run = start();
      await said(run, 'Ready in');
      const ready = await fetch(`http://127.0.0.1:${settings['PORT']}/readyz`);
      expect([ready.status, await ready.json()]).toEqual([
        200,
        expect.objectContaining({ database: 'up', temporal: 'up' }),
      ]);
      const ui = await fetch(`http://127.0.0.1:${settings['TEMPORAL_UI_PORT']}/api/v1/settings`);
      expect(await ui.json()).toMatchObject({ Codec: { Endpoint: expect.stringContaining('/ops/codec') as string } });
      expect(run.output).toMatch(/Accounts +ops +admin +\S{12,}/);

      const second = start({ PORT: '20011' });
      expect(await second.ended).toBe(1);
      expect(second.output).toContain(`runs already from ${settings['ENSEMBLE_DATA']}`);

      run.child.kill('SIGINT');
      expect(await run.ended).toBe(0);
      for (const name of ['api', 'worker', 'media', 'weixin', 'alipay', 'ui', 'temporal', 'postgres']) {
        expect(run.output).toContain(`✓ ${name} stopped`);
      }
      expect(await leftBehind()).toEqual([]);
    },
    patience,
  );

  it(
    'sets nothing up anew, shows no password twice, and ends at once on a second Ctrl-C',
    async () => {
      const data = settings['ENSEMBLE_DATA'] ?? '';
      const made = ['accounts.txt', 'secrets.env', 'postgres/PG_VERSION'].map((file) => join(data, file));
      const before = made.map((file) => statSync(file).mtimeMs);
      const run = start();
      await said(run, 'Ready in');
      expect(run.output).toContain('migrations: up to date');
      expect(made.map((file) => statSync(file).mtimeMs)).toEqual(before);
      const password = /^ops +admin +(\S+)/m.exec(readFileSync(join(data, 'accounts.txt'), 'utf8'))?.[1];
      expect(password).toBeDefined();
      expect(run.output).not.toContain(password);
      run.child.kill('SIGINT');
      await sleep(500);
      run.child.kill('SIGINT');
      const code = await run.ended;
      expect(run.output).not.toMatch(/^\s+at /m); // shown whole where something failed
      expect([0, 130]).toContain(code);
      expect(await leftBehind()).toEqual([]);
      expect(existsSync(join(settings['ENSEMBLE_DATA'] ?? '', 'postgres/postmaster.pid'))).toBe(false);
    },
    patience,
  );
});
