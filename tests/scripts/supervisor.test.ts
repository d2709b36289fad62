import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createRecords } from '#scripts/platform/records.ts';
import { Supervisor } from '#scripts/platform/supervisor.ts';
import type { Postgres } from '#scripts/setup/postgres.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ensemble-supervisor-'));
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a supervisor that is stopped while it starts', () => {
  test('starts nothing more', async () => {
    const supervisor = new Supervisor(folder, createRecords(folder));
    await supervisor.stop();
    const program = { command: 'touch', args: [join(folder, 'started')], cwd: folder, env: process.env };
    supervisor.start({ demo: program }, () => undefined);
    await sleep(200);
    expect(existsSync(join(folder, 'started'))).toBe(false);
  });

  test('waits for a PostgreSQL that comes up meanwhile, and stops it', async () => {
    const supervisor = new Supervisor(folder, createRecords(folder));
    const { promise, resolve } = Promise.withResolvers<Postgres>();
    const modes: string[] = [];
    supervisor.watch(promise);
    const stopped = supervisor.stop();
    resolve({ isAlive: () => true, stop: async (mode: string) => void modes.push(mode) } as unknown as Postgres);
    await stopped;
    expect(modes).toEqual(['fast']);
  });

  test('stops although PostgreSQL never came up', async () => {
    const supervisor = new Supervisor(folder, createRecords(folder));
    supervisor.watch(Promise.reject(new Error('no room')));
    await expect(supervisor.stop()).resolves.toBeUndefined();
  });
});
