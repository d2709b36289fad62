import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePorts } from '#scripts/setup/ports.ts';
import { embeddedPostgres, endPostgres, runningPort } from '#scripts/setup/postgres.ts';
import { removePostgresData } from '#scripts/setup/postgres-home.ts';
import { canConnect, ensureDatabase, queryOne } from '#scripts/setup/sql.ts';

let folder: string;
let port: number;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ensemble-postgres-'));
  chmodSync(folder, 0o711);
  port = await findFreePorts(2);
});
afterAll(async () => {
  await endPostgres(folder);
  removePostgresData(folder);
  rmSync(folder, { recursive: true, force: true });
});

const start = (at = port) => embeddedPostgres({ folder, port: at, password: 'secret' });
const processNumber = () => Number(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);

describe('the embedded PostgreSQL', () => {
  it('is made once and joined by all who start it at the same time', async () => {
    const servers = await Promise.all([start(), start(), start()]);
    expect(servers.map(({ version }) => version)).toEqual(['18.4', '18.4', '18.4']);
    await Promise.all(servers.map(({ url }) => ensureDatabase(url('postgres'), 'shop')));
    expect(await queryOne(servers[0].url('shop'), 'select current_database()')).toBe('shop');
    expect(runningPort(folder)).toBe(port);
  });

  it('lets nobody in without the password, and nobody from elsewhere', async () => {
    const { url } = await start();
    expect(await canConnect(url('postgres').replace('secret', 'guess'))).toBe(false);
    expect(await queryOne(url('postgres'), 'show listen_addresses')).toBe('127.0.0.1');
  });

  it('writes no values into its log', async () => {
    const { url } = await start();
    await queryOne(url('shop'), 'create table person (phone text unique)');
    const add = () => queryOne(url('shop'), "insert into person values ('13800138000')");
    await add();
    await expect(add()).rejects.toThrow('duplicate key');
    const written = readFileSync(join(folder, 'postgres/server.log'), 'utf8');
    expect(written).toContain('duplicate key value violates unique constraint');
    expect(written).not.toContain('13800138000');
  });

  it('comes back with its data after kill -9', async () => {
    const server = await start();
    await queryOne(server.url('shop'), 'create table kept as select 7 as number');
    process.kill(processNumber(), 'SIGKILL');
    while (server.isAlive()) await sleep(10);
    await server.start();
    expect(await queryOne(server.url('shop'), 'select number from kept')).toBe(7);
  });

  it('moves when its port is changed while it runs', async () => {
    await start();
    const moved = await start(port + 1);
    expect(runningPort(folder)).toBe(port + 1);
    expect(await queryOne(moved.url('shop'), 'select number from kept')).toBe(7);
  });

  it('stops, and says so', async () => {
    const server = await start(port + 1);
    await server.stop('fast');
    expect(server.isAlive()).toBe(false);
    expect(runningPort(folder)).toBeUndefined();
    await expect(server.stop('fast')).resolves.toBeUndefined();
  });

  it('stops once where several ask for it, each in its own way', async () => {
    for (const pause of [0, 20, 60, 120]) {
      const server = await start(port + 1);
      const first = server.stop('fast');
      await sleep(pause);
      await expect(Promise.all([first, server.stop('immediate'), server.stop('fast')])).resolves.toBeDefined();
      expect(runningPort(folder)).toBeUndefined();
    }
  });
});

test('a PostgreSQL that ends while it is looked at has ended', async () => {
  const own = join(folder, 'ending');
  mkdirSync(join(own, 'postgres'), { recursive: true });
  copyFileSync('/bin/sh', join(own, 'postgres/postgres'));
  const lives = 'for i in $(seq 300); do ./postgres -c : & echo $! > postmaster.pid; wait; done';
  const parent = spawn('sh', ['-c', lives], { cwd: join(own, 'postgres'), stdio: 'ignore' });
  const ended = once(parent, 'exit');
  while (parent.exitCode === null) {
    for (let looks = 0; looks < 2000; looks++) runningPort(own);
    await sleep(1);
  }
  await ended;
  expect(runningPort(own)).toBeUndefined();
});
