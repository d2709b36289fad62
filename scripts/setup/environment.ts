import type { Settings } from '#adapters/env.ts';
import { readSecrets } from './data-folder.ts';
import { SetupError } from './host.ts';

/** Database and owner of the embedded PostgreSQL. */
export const embeddedDatabase = 'ensemble';

export const embeddedUrl = (port: number, password: string, database = embeddedDatabase): string =>
  `postgresql://${embeddedDatabase}:${password}@127.0.0.1:${port}/${database}`;

/** What the embedded set-up adds to the settings of a process of the platform; what is set by hand stays. */
export function embeddedEnvironment(settings: Settings): Record<string, string> {
  const secrets = readSecrets(settings.ENSEMBLE_DATA);
  if (!secrets) return {};
  return {
    ...(!settings.DATABASE_URL && { DATABASE_URL: embeddedUrl(settings.POSTGRES_PORT, secrets.POSTGRES_PASSWORD) }),
    ...(!settings.APP_SECRET && { APP_SECRET: secrets.APP_SECRET }),
    ...(!settings.PAYLOAD_KEYS && { PAYLOAD_KEYS: secrets.PAYLOAD_KEYS }),
  };
}

/**
 * With a database or a Temporal of one's own there may be other machines: a key made up here would lock them out, so it
 * has to be given.
 */
export function checkSharedSecrets({ DATABASE_URL, APP_SECRET, TEMPORAL_ADDRESS, PAYLOAD_KEYS }: Settings): void {
  const example = 'openssl rand -base64 32';
  if (DATABASE_URL && !APP_SECRET) {
    throw new SetupError(
      `APP_SECRET: must be set with DATABASE_URL, the same everywhere; for example APP_SECRET=$(${example})`,
    );
  }
  if (TEMPORAL_ADDRESS && !PAYLOAD_KEYS) {
    throw new SetupError(
      `PAYLOAD_KEYS: must be set with TEMPORAL_ADDRESS, the same everywhere; for example PAYLOAD_KEYS=k1:$(${example})`,
    );
  }
}
