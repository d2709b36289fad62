import { join } from 'node:path';
import type { Clock } from '#domain/ports/clock.ts';
import type { Outbox } from '#domain/ports/outbox.ts';
import { paymentsOf } from './alipay/connect.ts';
import { loadFilmAssets } from './assets.ts';
import { createCertificatePrinter } from './certificates/printer.ts';
import { createCaptchas } from './captcha.ts';
import { connectDatabase } from './db/orm.ts';
import { SettingsError, type Settings } from './env.ts';
import { createSmtpMailer } from './mail/smtp.ts';
import { createFilmStudio } from './media/film-studio.ts';
import { createPictureModels } from './media/models/picture-models.ts';
import { createVoiceReader } from './media/sound/voice-reader.ts';
import { createSheetStudio } from './media/sheet-studio.ts';
import { createSongStudio } from './media/song-studio.ts';
import { createSoundStudio } from './media/sound-studio.ts';
import { createPictureReader } from './media/pictures/reader.ts';
import { createModelPool } from './models/pool.ts';
import { createOperatorLog } from './operator-log.ts';
import { createOutbox, createOutboxMailer, createOutboxMessenger } from './outbox.ts';
import { createPoet } from './poems/poet.ts';
import { createPlaces } from './places/places.ts';
import { createScratch } from './scratch.ts';
import { createPasswords, createSecrets } from './secrets.ts';
import { createSigner, seedFrom } from './signer.ts';
import { createSmsGateway } from './sms/gateway.ts';
import { objectStoreOf } from './oss/connect.ts';
import { storageOf } from './storage/storage.ts';
import { parsePayloadKeys } from './temporal/codec.ts';
import { createPayloads, dataConverter } from './temporal/converter.ts';
import { createWeixin } from './weixin/code2session.ts';

function required(settings: Settings, name: 'APP_SECRET' | 'DATABASE_URL' | 'PAYLOAD_KEYS'): string {
  const value = settings[name];
  if (!value)
    throw new SettingsError(`Wrong settings:\n  ${name} is not set; npm start makes one for the embedded set-up`);
  return value;
}

const mailerOf = ({ SMTP_URL, MAIL_FROM }: Settings, outbox: Outbox) =>
  SMTP_URL ? createSmtpMailer({ url: SMTP_URL, from: MAIL_FROM }) : createOutboxMailer(outbox);

const textsOf = ({ SMS_GATEWAY_URL, SMS_GATEWAY_TOKEN }: Settings, outbox: Outbox) =>
  SMS_GATEWAY_URL
    ? createSmsGateway({ url: SMS_GATEWAY_URL, token: SMS_GATEWAY_TOKEN })
    : createOutboxMessenger(outbox);

const weixinOf = ({ WEIXIN_APP_ID: appId, WEIXIN_APP_SECRET: appSecret, WEIXIN_URL: url }: Settings) =>
  createWeixin({ appId, appSecret, url });

function signerOf({ CERTIFICATE_KEY, CERTIFICATE_FORMER_KEYS }: Settings, secret: Buffer) {
  const seed = CERTIFICATE_KEY ? Buffer.from(CERTIFICATE_KEY, 'base64') : seedFrom(secret);
  return createSigner(seed, CERTIFICATE_FORMER_KEYS?.split(','));
}

/** The outside world of the API and of every worker, built from the settings and nothing else. */
export async function connectAdapters(settings: Settings) {
  const secret = Buffer.from(required(settings, 'APP_SECRET'), 'base64');
  const secrets = createSecrets(secret);
  const keys = parsePayloadKeys(required(settings, 'PAYLOAD_KEYS'));
  const orm = await connectDatabase(required(settings, 'DATABASE_URL'), settings.DATABASE_POOL);
  const outbox = createOutbox(join(settings.ENSEMBLE_DATA, 'outbox'));
  const clock: Clock = { now: () => new Date() };
  const models = createModelPool({ threads: settings.MODEL_THREADS });
  return {
    settings,
    orm,
    dataConverter: dataConverter(keys),
    payloads: createPayloads(keys),
    secrets,
    signer: signerOf(settings, secret),
    clock,
    outbox,
    operatorLog: createOperatorLog(settings.ENSEMBLE_DATA),
    passwords: createPasswords(),
    captchas: createCaptchas(),
    certificatePrinter: createCertificatePrinter(),
    storage: storageOf(settings),
    objectStore: objectStoreOf(settings),
    mailer: mailerOf(settings, outbox),
    texts: textsOf(settings, outbox),
    pictures: createPictureReader(),
    places: createPlaces(),
    sounds: createVoiceReader(settings.FFMPEG_PATH),
    weixin: weixinOf(settings),
    payments: paymentsOf(settings),
    models,
    pictureModels: createPictureModels(models),
    poet: createPoet(models),
    async close(): Promise<void> {
      await models.close();
      await orm.close(true);
    },
  };
}

/** What only media workers need: room on the disk, the studios, templates, poems and music. */
export async function connectFilmmaking(settings: Settings) {
  const { FFMPEG_PATH, FFPROBE_PATH, ENSEMBLE_DATA, MEDIA_SLOTS: lanes } = settings;
  return {
    scratch: createScratch(join(ENSEMBLE_DATA, 'scratch')),
    studio: createFilmStudio({
      ffmpegPath: FFMPEG_PATH,
      lanes,
      musicFolder: join(import.meta.dirname, '../assets/music'),
    }),
    sheets: createSheetStudio(),
    soundStudio: createSoundStudio({ ffmpegPath: FFMPEG_PATH, ffprobePath: FFPROBE_PATH }),
    songStudio: createSongStudio({ ffmpegPath: FFMPEG_PATH, ffprobePath: FFPROBE_PATH }),
    assets: await loadFilmAssets(),
  };
}

export type Adapters = Awaited<ReturnType<typeof connectAdapters>> & Awaited<ReturnType<typeof connectFilmmaking>>;
