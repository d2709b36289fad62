import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';

let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'ensemble-worker-'));
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a role by hand and waits for its end. */
async function worker(role: string, settings: Record<string, string>): Promise<{ code: number | null; out: string }> {
  const key = randomBytes(32).toString('base64');
  const own = { ENSEMBLE_DATA: folder, DATABASE_URL: database.url, APP_SECRET: key, PAYLOAD_KEYS: `k:${key}` };
  const child = spawn(process.execPath, ['workers/main.ts', role], {
    env: { ...process.env, NODE_OPTIONS: '', ...own, ...settings },
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, problem] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, out: out + problem };
}

describe('a worker started by hand', () => {
  test('with an ffmpeg that cannot make films says so and ends', async () => {
    const { code, out } = await worker('media', { FFMPEG_PATH: '/bin/false' });
    expect(JSON.parse(out)).toMatchObject({
      level: 'fatal',
      event: 'worker_failed',
      msg: expect.stringMatching(/^FFMPEG_PATH: /),
    });
    expect(code).toBe(1);
  });

  test('with a role that does not exist names the roles', async () => {
    const { code, out } = await worker('painter', {});
    expect({ code, out }).toEqual({
      code: 1,
      out: expect.stringContaining('There is no role painter; the roles are business, io, media.'),
    });
  });
});
