import { randomBytes } from 'node:crypto';
import type { Settings } from '#adapters/env.ts';
import { standInBucket } from '#adapters/oss/connect.ts';
import { findFreePorts } from '../setup/ports.ts';
import { nothing } from './log-lines.ts';
import { apiUrl, ossProgram } from './parts.ts';
import type { Supervisor } from './supervisor.ts';

/**
 * Stands in for the bucket that browsers upload to, where none is set and the database is embedded; answers what our
 * processes must know of it.
 */
export async function standInForOss(
  settings: Settings,
  env: NodeJS.ProcessEnv,
  supervisor: Supervisor,
): Promise<Record<string, string>> {
  if (settings.OSS_BUCKET || settings.DATABASE_URL) return {};
  const port = await findFreePorts(1);
  const host = `http://127.0.0.1:${port}`;
  const own = {
    OSS_BUCKET: standInBucket,
    OSS_HOST: host,
    OSS_ACCESS_KEY_ID: 'stand-in',
    OSS_ACCESS_KEY_SECRET: randomBytes(24).toString('base64url'),
    OSS_CALLBACK_URL: `${apiUrl(settings)}/vfine/v1/callback`,
    OSS_KEY_URLS: `${host}/`,
  };
  supervisor.start({ oss: ossProgram({ ...env, ...own }, port) }, nothing);
  return own;
}
