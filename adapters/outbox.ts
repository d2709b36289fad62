import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Mailer, TextMessenger } from '#domain/ports/messengers.ts';
import type { Outbox } from '#domain/ports/outbox.ts';

const limitDefault = 1000;
const Entry = z.object({
  id: z.string(),
  channel: z.enum(['mail', 'sms']),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  at: z.coerce.date(),
});

const hasCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException | undefined)?.code === code;

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  return names.filter((name) => name.endsWith('.json'));
}

/** Files newest first; one that another process has just removed is left out. */
async function newestFirst(folder: string): Promise<string[]> {
  const dated = await Promise.all(
    (await namesIn(folder)).map(async (name) => {
      const found = await stat(join(folder, name), { bigint: true }).catch(() => undefined);
      return found ? [{ path: join(folder, name), at: found.mtimeNs }] : [];
    }),
  );
  return dated
    .flat()
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
    .map(({ path }) => path);
}

/**
 * Keeps messages in a folder, one JSON file each, readable by this user only: the newest thousand. Adding one again
 * under the same id leaves the first.
 */
export function createOutbox(folder: string, limit = limitDefault): Outbox {
  async function trim(): Promise<void> {
    if ((await namesIn(folder)).length <= limit) return;
    for (const path of (await newestFirst(folder)).slice(limit)) await rm(path, { force: true });
  }

  return {
    async add(entry) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = createHash('sha256').update(`${entry.channel}\n${entry.id}`).digest('hex').slice(0, 32);
      const draft = join(folder, `.${randomUUID()}`);
      await writeFile(draft, JSON.stringify({ ...entry, at: new Date() }, null, 2), { mode: 0o600, flush: true });
      try {
        await link(draft, join(folder, `${name}.json`)); // unlike a rename, it does not replace
      } catch (error) {
        if (!hasCode(error, 'EEXIST')) throw error;
      } finally {
        await rm(draft, { force: true });
      }
      await trim();
    },

    async list(count) {
      const texts = (await newestFirst(folder)).slice(0, count).map((path) => readFile(path, 'utf8').catch(() => ''));
      return (await Promise.all(texts)).filter(Boolean).map((text) => Entry.parse(JSON.parse(text)));
    },
  };
}

/** Mail where no mail server is set up: it counts as sent, and operators read it in the outbox. */
export const createOutboxMailer = (outbox: Outbox): Mailer => ({
  send: (mail) => outbox.add({ ...mail, channel: 'mail' }),
});

/** Text messages where no gateway is set up: the same. */
export const createOutboxMessenger = (outbox: Outbox): TextMessenger => ({
  send: (message) => outbox.add({ ...message, channel: 'sms', subject: '' }),
});
