import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { alipaySettings } from './alipay/settings.ts';
import { certificateSettings } from './certificate-settings.ts';
import { ossSettings } from './oss/settings.ts';
import { base64Key, flag, port, text, whole } from './setting-kinds.ts';
import { shopSettings } from './shop-settings.ts';

/** Every setting of the platform: environment first, then `.env`; `NAME_FILE` names a file that holds a secret. */
const schema = z.object({
  PORT: port(8080).describe('port of the API'),
  BIND: text('127.0.0.1').default('127.0.0.1').describe('address the API listens on'),
  PUBLIC_URL: z
    .url()
    .optional()
    .meta({ example: 'https://api.example.org' })
    .describe('address clients reach the API by'),
  FACE_HOSTS: z
    .string()
    .regex(/^([a-z]+=[a-z0-9.:-]+)(,[a-z]+=[a-z0-9.:-]+)*$/)
    .optional()
    .meta({ example: 'travel=travel.example.org,vfine=music.example.org' })
    .describe('faces that are also served at / of a host name of their own'),
  TRUST_PROXY: flag(false).describe('believe X-Forwarded-* of the one proxy in front'),
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .meta({ example: 'https://www.example.org' })
    .describe('browser origins that may call the API, comma-separated'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'])
    .default('info')
    .meta({ example: 'info' })
    .describe('least level that is logged'),
  ENSEMBLE_DATA: text('.data')
    .default('.data')
    .transform((path) => resolve(path))
    .describe('data folder of the embedded parts'),
  APP_SECRET: z
    .string()
    .regex(base64Key)
    .optional()
    .meta({ example: 'openssl rand -base64 32' })
    .describe('key of codes and sealed columns'),
  PAYLOAD_KEYS: z
    .string()
    .regex(/^[\w-]+:[A-Za-z0-9+/]{43}=(,[\w-]+:[A-Za-z0-9+/]{43}=)*$/)
    .optional()
    .meta({ example: 'k2:<openssl rand -base64 32>,k1:<the old one>' })
    .describe('keys of workflow payloads, the first one encrypts'),

  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional()
    .meta({ example: 'postgresql://user:password@db.example.org:5432/ensemble' })
    .describe('an existing PostgreSQL; none: the embedded one'),
  DATABASE_POOL: whole(20, 4).describe('connections per process'),
  POSTGRES_PORT: port(5433).describe('port of the embedded PostgreSQL'),

  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^:/\s]+:\d+$/)
    .optional()
    .meta({ example: 'temporal.example.org:7233' })
    .describe('an existing Temporal; none: the embedded one'),
  TEMPORAL_NAMESPACE: text('ensemble').default('ensemble').describe('namespace of the workflows'),
  TEMPORAL_TLS: flag(false).describe('connect to Temporal by TLS'),
  TEMPORAL_TLS_CERT: z
    .string()
    .optional()
    .meta({ example: 'TEMPORAL_TLS_CERT_FILE=/run/secrets/tls.crt' })
    .describe('client certificate, PEM'),
  TEMPORAL_TLS_KEY: z
    .string()
    .optional()
    .meta({ example: 'TEMPORAL_TLS_KEY_FILE=/run/secrets/tls.key' })
    .describe('key of the client certificate, PEM'),
  TEMPORAL_TLS_CA: z
    .string()
    .optional()
    .meta({ example: 'TEMPORAL_TLS_CA_FILE=/etc/ssl/temporal-ca.crt' })
    .describe('certificate of a private authority to trust, PEM; none: the public ones'),
  TEMPORAL_TLS_SERVER_NAME: z
    .string()
    .optional()
    .meta({ example: 'temporal.example.org' })
    .describe("name in the server's certificate, where the address has another"),
  TEMPORAL_API_KEY: z
    .string()
    .optional()
    .meta({ example: 'TEMPORAL_API_KEY_FILE=/run/secrets/temporal' })
    .describe('API key of Temporal Cloud'),
  TEMPORAL_PORT: port(7233).describe('first port of the embedded Temporal server'),
  TEMPORAL_UI_PORT: port(8233).describe('port of the embedded Temporal web UI'),
  TEMPORAL_UI_URL: z
    .url()
    .optional()
    .meta({ example: 'https://temporal.example.org' })
    .describe('where operators open the Temporal web UI'),

  S3_BUCKET: z.string().optional().meta({ example: 'ensemble' }).describe('bucket for files; none: the data folder'),
  S3_ENDPOINT: z
    .url()
    .optional()
    .meta({ example: 'https://s3.example.org' })
    .describe('endpoint of an S3-compatible storage'),
  S3_PATH_STYLE: flag(true).describe(
    'name the bucket in the path of the endpoint; off for OSS, which wants it in the host',
  ),
  S3_REGION: text('us-east-1').default('us-east-1').describe('region of the bucket'),
  S3_ACCESS_KEY_ID: z.string().optional().meta({ example: 'AKIA…' }).describe('access key'),
  S3_SECRET_ACCESS_KEY: z
    .string()
    .optional()
    .meta({ example: 'S3_SECRET_ACCESS_KEY_FILE=/run/secrets/s3' })
    .describe('secret of the access key'),

  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//)
    .optional()
    .meta({ example: 'smtps://user:password@mail.example.org' })
    .describe('mail server; none: the outbox'),
  MAIL_FROM: text('Ensemble <no-reply@localhost>').default('Ensemble <no-reply@localhost>').describe('sender of mails'),
  SMS_GATEWAY_URL: z
    .url()
    .optional()
    .meta({ example: 'https://sms.example.org/send' })
    .describe('HTTP gateway for text messages; none: the outbox'),
  SMS_GATEWAY_TOKEN: z
    .string()
    .optional()
    .meta({ example: 'SMS_GATEWAY_TOKEN_FILE=/run/secrets/sms' })
    .describe('bearer token of the gateway'),

  WEIXIN_APP_ID: z
    .string()
    .optional()
    .meta({ example: 'wx0123456789abcdef' })
    .describe('mini program of PIAXI; none: the embedded stand-in logs in test codes'),
  WEIXIN_APP_SECRET: z
    .string()
    .optional()
    .meta({ example: 'WEIXIN_APP_SECRET_FILE=/run/secrets/weixin' })
    .describe('secret of the mini program'),
  WEIXIN_URL: z
    .url()
    .default('https://api.weixin.qq.com')
    .meta({ example: 'https://api.weixin.qq.com' })
    .describe('where WeChat answers'),

  ...alipaySettings,
  ...ossSettings,
  ...certificateSettings,
  ...shopSettings,

  USER_QUOTA_MB: whole(2048).describe('size of all works, or all recordings, that one user keeps'),
  VOICE_MAX_MB: whole(20)
    .refine((mb) => mb <= 20, 'at most 20')
    .describe('size of one recording'),
  VOICE_OPEN_HOURS: whole(24, 0).describe('hours after its creation in which a works takes recordings without login'),
  VOICE_OPEN_UPLOADS: whole(20, 0).describe('recordings that a works takes without login'),
  VOICE_NEEDS_LOGIN: flag(false).describe('take recordings from logged-in people only'),
  DUBBING_WAIT_SECONDS: whole(50).describe('seconds a request waits for its dubbing before it says that it goes on'),

  FFMPEG_PATH: text('ffmpeg').default('ffmpeg').describe('the ffmpeg to use'),
  FFPROBE_PATH: text('ffprobe').default('ffprobe').describe('the ffprobe to use'),
  MEDIA_SLOTS: whole(1).describe('renders at once on one media worker; each uses all cores'),
  MODEL_THREADS: whole(1).describe('model tasks at once in one process'),
  FILM_SIZE: z
    .enum(['1280x720', '1920x1080'])
    .default('1280x720')
    .meta({ example: '1280x720' })
    .describe('size of films'),

  ALLOW_NO_CAPTCHA: flag(false).describe('honour no_captcha: for debugging only'),
  CONFIRM_CONTACT_CHANGE: flag(false).describe('ask for the password where a phone or mail address is changed'),
  SHARE_BY_DEFAULT: flag(false).describe('show new works to everybody: for apps that have no share button'),
  SHOW_OWNERS: flag(false).describe(
    "show phone and address of a copyright's owner to everybody, not only to those whom they concern",
  ),
  DEMO_CLIPS: flag(true).describe('take in clips and music to try dubbing with, in the embedded set-up'),
  TEST_FORMS: flag(true).describe('serve HTML forms to try the poem interfaces'),
  ID_CARD_CHECK: flag(false).describe('hold card numbers to their check character'),
  LOG_READER: z
    .string()
    .regex(/^[^:\s]{2,}:.{10,}$/)
    .optional()
    .meta({ example: 'LOG_READER_FILE=/run/secrets/log-reader (name:password)' })
    .describe('who reads the masked logs at /media/log.txt and celery.txt; none: nobody'),
  RATE_LIMITS: flag(true).describe('limit how often a caller may try'),
  SESSION_DAYS: whole(14).describe('days a login lasts without use'),
  CLEANUP_UNFINISHED_DAYS: whole(7).describe(
    'days after which an unstarted or failed work, or a dubbing without a product, is cleaned up',
  ),
  CLEANUP_FINISHED_DAYS: whole(30).describe('days after which a finished, unshared work is cleaned up'),
});

export type Settings = z.infer<typeof schema>;

/** What is wrong with the settings, one line each: name, reason, example. */
export class SettingsError extends Error {}

interface SettingRow {
  name: string;
  meaning: string;
  example: string;
}

/** The settings as rows, for the documentation and for errors. */
export const settingRows = (): SettingRow[] =>
  Object.entries(schema.shape).map(([name, field]) => {
    const example = exampleOf(field);
    return { name, meaning: field.description ?? '', example: typeof example === 'string' ? example : '…' };
  });

/** The example of the innermost schema that has one: wrapping a schema in a default hides its own. */
function exampleOf(field: z.ZodType): unknown {
  const { innerType, in: input } = field.def as { innerType?: z.ZodType; in?: z.ZodType };
  const inner = innerType ?? input;
  return field.meta()?.example ?? (inner && exampleOf(inner));
}

function explain(issue: z.core.$ZodIssue): string {
  const row = settingRows().find(({ name }) => name === issue.path[0]);
  return `${row?.name}: ${issue.message} (${row?.meaning}); for example ${row?.name}=${row?.example}`;
}

function withFiles(source: Record<string, string | undefined>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const direct = source[name];
    const file = source[`${name}_FILE`];
    if (direct !== undefined && direct !== '') values[name] = direct;
    else if (file && !existsSync(file)) throw new SettingsError(`${name}_FILE: there is no file ${file}`);
    else if (file) values[name] = readFileSync(file, 'utf8').trim();
  }
  return values;
}

/** Reads `.env` below the environment. The only place that looks at either. */
export function readSettings(environment: Record<string, string | undefined> = process.env): Settings {
  const dotenv = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  const read = schema.safeParse(withFiles({ ...dotenv, ...environment }));
  if (read.success) return read.data;
  throw new SettingsError(`Wrong settings:\n${read.error.issues.map((issue) => `  ${explain(issue)}`).join('\n')}`);
}
