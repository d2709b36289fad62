import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createLog } from '#adapters/log.ts';
import { createOperatorLog, createOperatorLogWriter, operatorLogFile } from '#adapters/operator-log.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'ensemble-log-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const writerOf = (role: string, at = folder) => createOperatorLogWriter(operatorLogFile(at, role));
const line = (time: string, msg = 'x') => `{"level":"info","time":"${time}","msg":"${msg}"}\n`;

test.each([
  ['a phone', 'call 13800138000 now', /13800138000/],
  ['an e-mail', 'mail to someone@example.org', /someone/],
  ['a password', 'password=hunter2, next', /hunter2/],
  ['a password in JSON', '{\\"password\\": \\"hunter 2\\"}', /hunter/],
  ['a code', 'code: 483920', /483920/],
  ['a short code', 'captcha=k7Qx', /k7Qx/],
  ['a cookie', 'Cookie: travel-session=abcDEF123; other=1', /abcDEF123/],
  ['a bearer token', 'Authorization: Bearer abc.def', /abc\.def/],
  ['basic credentials', 'authorization: Basic dXNlcjpwYXNz', /dXNlcjpwYXNz/],
  ['a password in a URL', 'postgres://me:pw1@db/x', /me:pw1/],
])('%s is masked before it is written', async (_name, text, secret) => {
  const log = createLog({ level: 'info', role: 'api' }, writerOf('api'));
  log.info({ event: 'said', said: text }, text);
  const written = await readFile(operatorLogFile(folder, 'api'), 'utf8');
  expect(written).toContain('"event":"said"');
  expect(written).not.toMatch(secret);
});

test('what an operator needs stays: time, event, ids, numbers', async () => {
  const at = join(folder, 'plain');
  const log = createLog({ level: 'info', role: 'api' }, writerOf('api', at));
  log.info({ event: 'request', requestId: '0f9d6a3e-8a0b-4c8e-9c41-3a5d0c1f1234', status: 403, ms: 12 }, 'request');
  const [, ...rest] = JSON.parse(await createOperatorLog(at).tail('api', 1000)).time.split('T');
  expect(rest).toHaveLength(1);
  expect(JSON.parse(await createOperatorLog(at).tail('api', 1000))).toMatchObject({
    event: 'request',
    requestId: '0f9d6a3e-8a0b-4c8e-9c41-3a5d0c1f1234',
    status: 403,
    ms: 12,
  });
});

test('only the owner may read the file', async () => {
  expect((await stat(operatorLogFile(folder, 'api'))).mode & 0o077).toBe(0);
});

test('lines of several workers come in the order of time, those of the API apart', async () => {
  const at = join(folder, 'order');
  const [first, second, api] = ['worker business+io', 'worker media', 'api'].map((role) => writerOf(role, at));
  first?.write(line('2026-01-01T00:00:01Z', 'a'));
  second?.write(line('2026-01-01T00:00:02Z', 'b'));
  first?.write(line('2026-01-01T00:00:03Z', 'c'));
  api?.write(line('2026-01-01T00:00:02Z', 'd'));
  const shown = await createOperatorLog(at).tail('worker', 10_000);
  expect([...shown.matchAll(/"msg":"(\w)"/g)].map((match) => match[1])).toEqual(['a', 'b', 'c']);
});

test('the tail is whole lines within its size, and empty where nothing was written', async () => {
  const at = join(folder, 'tail');
  const writer = writerOf('api', at);
  for (let i = 10; i < 40; i++) writer.write(line(`2026-01-01T00:00:${i}Z`, `m${i}`));
  const shown = await createOperatorLog(at).tail('api', 300);
  expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(300);
  expect(shown.startsWith('{')).toBe(true);
  expect(shown).toContain('m39');
  expect(await createOperatorLog(join(folder, 'none')).tail('api', 300)).toBe('');
});

test('a full file is turned over', async () => {
  const at = join(folder, 'full');
  const writer = writerOf('api', at);
  const long = line('2026-01-01T00:00:00Z', 'y '.repeat(1024 * 1024)); // cut to 8 KB
  for (let i = 0; i < 900; i++) writer.write(long);
  const file = operatorLogFile(at, 'api');
  expect((await stat(file)).size).toBeLessThan(6 * 1024 * 1024);
  expect((await stat(`${file}.1`)).size).toBeGreaterThan(5 * 1024 * 1024);
});
