import { join } from 'node:path';
import type { Clock } from '#domain/ports/clock.ts';
import { loadFilmAssets } from './assets.ts';
import { createCaptchas } from './captcha.ts';
import { connectDatabase } from './db/orm.ts';
import { SettingsError, type Settings } from './env.ts';
import { createMailer } from './mail/index.ts';
import { createFilmStudio } from './media/film-studio.ts';
import { createPictureReader } from './media/pictures/reader.ts';
import { createOutbox } from './outbox.ts';
import { createScratch } from './scratch.ts';
import { createPasswords, createSecrets } from './secrets.ts';
import { createTextMessenger } from './sms/index.ts';
import { createStorage } from './storage/index.ts';
import { createEncryptionCodec } from './temporal/codec.ts';
import { createDataConverter } from './temporal/converter.ts';

function required(settings: Settings, name: 'APP_SECRET' | 'DATABASE_URL' | 'PAYLOAD_KEYS'): string {
  const value = settings[name];
  if (!value)
    throw new SettingsError(`Wrong settings:\n  ${name} is not set (npm start makes one for the embedded set-up)`);
  return value;
}

/** The outside world of the API and of every worker, built from the settings and nothing else. */
export async function connectAdapters(settings: Settings) {
  const secrets = createSecrets(Buffer.from(required(settings, 'APP_SECRET'), 'base64'));
  const codec = createEncryptionCodec(required(settings, 'PAYLOAD_KEYS'));
  const orm = await connectDatabase(required(settings, 'DATABASE_URL'), settings.DATABASE_POOL);
  const outbox = createOutbox(join(settings.ENSEMBLE_DATA, 'outbox'));
  const clock: Clock = { now: () => new Date() };
  return {
    settings,
    orm,
    codec,
    dataConverter: createDataConverter(codec),
    secrets,
    clock,
    outbox,
    passwords: createPasswords(),
    captchas: createCaptchas(),
    storage: createStorage(settings),
    scratch: createScratch(join(settings.ENSEMBLE_DATA, 'scratch')),
    mailer: createMailer(settings, outbox),
    texts: createTextMessenger(settings, outbox),
    pictures: createPictureReader(),
    assets: loadFilmAssets(),
    studio: createFilmStudio(settings),
    close: () => orm.close(true),
  };
}

export type Adapters = Awaited<ReturnType<typeof connectAdapters>>;
