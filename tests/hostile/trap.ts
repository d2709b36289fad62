import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileStorage } from '#domain/ports/storage.ts';
import type { Traps } from './traps.ts';

const secret = 'CANARY-9f3c1a7e-must-never-come-out';

/** A file that must not be read and a server that must not be called, and how to tell that they were not. */
export async function setTraps() {
  const folder = mkdtempSync(join(tmpdir(), 'ensemble-canary-'));
  const canaryPath = join(folder, 'canary.txt');
  writeFileSync(canaryPath, secret);
  let calls = 0;
  const server = createServer((socket) => {
    calls++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const traps: Traps = { canaryPath, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  return {
    traps,
    calls: () => calls,
    /** True where an answer tells what the canary says. */
    leaks: (answer: unknown): boolean => {
      const bytes = Buffer.isBuffer(answer) ? answer : Buffer.from(JSON.stringify(answer));
      return bytes.includes(secret);
    },
    /** Stored files below a prefix that hold the canary's words. */
    async leaksIn(storage: FileStorage, prefix: string): Promise<string[]> {
      const found: string[] = [];
      for (const { key } of await storage.list(prefix))
        if ((await storage.readAll(key)).includes(secret)) found.push(key);
      return found;
    },
    async close(): Promise<void> {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
