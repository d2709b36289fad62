import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { isRoot, SetupError } from './host.ts';

const generate = {
  POSTGRES_PASSWORD: () => randomBytes(24).toString('hex'),
  APP_SECRET: () => randomBytes(32).toString('base64'),
  PAYLOAD_KEYS: () => `k1:${randomBytes(32).toString('base64')}`,
};

export type Secrets = Record<keyof typeof generate, string>;

/** Makes the data folder; as root, others may pass through it, because PostgreSQL runs as somebody else. */
export function ensureDataFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, isRoot ? 0o711 : 0o700);
}

const secretsFile = (folder: string): string => join(folder, 'secrets.env');

/** Reads the secrets of the embedded set-up, or undefined where it was never started. */
export function readSecrets(folder: string): Secrets | undefined {
  const file = secretsFile(folder);
  if (!existsSync(file)) return undefined;
  const known = parseEnv(readFileSync(file, 'utf8'));
  const value = (name: keyof Secrets): string => {
    const secret = known[name];
    if (!secret)
      throw new SetupError(`${file} lacks ${name}. Restore the file, or remove the data folder to begin anew.`);
    return secret;
  };
  return {
    POSTGRES_PASSWORD: value('POSTGRES_PASSWORD'),
    APP_SECRET: value('APP_SECRET'),
    PAYLOAD_KEYS: value('PAYLOAD_KEYS'),
  };
}

/** Generates the secrets of the embedded set-up once; of several processes at once, one wins and all read the same. */
export function ensureSecrets(folder: string): { secrets: Secrets; isNew: boolean } {
  const known = readSecrets(folder);
  if (known) return { secrets: known, isNew: false };
  const draft = `${secretsFile(folder)}.${process.pid}`;
  const lines = Object.entries(generate).map(([name, make]) => `${name}=${make()}\n`);
  writeFileSync(
    draft,
    `# Secrets of the embedded set-up. Without this file its data cannot be read.\n${lines.join('')}`,
    {
      mode: 0o600,
    },
  );
  try {
    linkSync(draft, secretsFile(folder));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  const secrets = readSecrets(folder);
  if (!secrets) throw new SetupError(`cannot write ${secretsFile(folder)}`);
  return { secrets, isNew: true };
}
