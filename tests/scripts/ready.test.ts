import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { untilReady } from '#scripts/platform/ready.ts';
import { createRecords } from '#scripts/platform/records.ts';
import { Supervisor } from '#scripts/platform/supervisor.ts';

let server: Server;
let url: string;
let answers: number[];
let folder: string;
let supervisor: Supervisor;
beforeEach(async () => {
  answers = [];
  folder = mkdtempSync(join(tmpdir(), 'ensemble-ready-'));
  supervisor = new Supervisor(folder, createRecords(folder));
  server = createServer((_, response) => {
    response.statusCode = answers.shift() ?? 200;
    response.end('{"temporal":"down"}');
  });
  await new Promise<void>((listens) => void server.listen(0, '127.0.0.1', listens));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  jest.restoreAllMocks();
  server.close();
  await supervisor.stop();
  rmSync(folder, { recursive: true, force: true });
});
const forever = new Promise<string>(() => undefined);

test('an API that needs minutes is waited for, and what it waits for is said', async () => {
  answers = [503, 503, 503];
  const begun = Date.now();
  let minutes = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => begun + minutes * 60_000);
  const said: string[] = [];
  await untilReady(url, (text) => void (minutes = said.push(text)), forever);
  expect(said).toEqual(Array(3).fill('waits for the API: {"temporal":"down"}'));
});

test('an API that is never ready is given up', async () => {
  answers = Array<number>(100).fill(503);
  const begun = Date.now();
  let minutes = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => begun + minutes * 60_000);
  await expect(untilReady(url, () => void minutes++, forever)).rejects.toThrow('not ready after 5 min 0 s: {"temporal');
});

test('a process that dies ends the wait, with its last lines', async () => {
  answers = Array<number>(1000).fill(503);
  const death = Promise.withResolvers<string>();
  const program = {
    command: 'sh',
    args: ['-c', 'echo first; echo no room >&2; exit 3'],
    cwd: folder,
    env: process.env,
  };
  supervisor.start({ demo: program }, (line) => line, death.resolve);
  await expect(untilReady(url, () => undefined, death.promise)).rejects.toThrow(/^demo ended \(exit 3\)[^]*no room/);
});
