import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noPayments } from '#adapters/alipay/no-payments.ts';
import { createPictureModels } from '#adapters/media/models/picture-models.ts';
import { createPictureReader } from '#adapters/media/pictures/reader.ts';
import { createModelPool } from '#adapters/models/pool.ts';
import { noObjectStore } from '#adapters/oss/object-store.ts';
import { createPlaces } from '#adapters/places/places.ts';
import { createOperatorLog } from '#adapters/operator-log.ts';
import { createPasswords, createSecrets } from '#adapters/secrets.ts';
import { createSigner } from '#adapters/signer.ts';
import { createLocalStorage } from '#adapters/storage/local.ts';
import type { Ports } from '#api/kernel/ports.ts';
import { voiceFormats } from '#domain/ports/sound-studio.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { OutboxEntry } from '#domain/ports/outbox.ts';
import type { Payloads } from '#domain/ports/payloads.ts';

/** Every captcha of a test has this answer. */
export const captchaAnswer = 'k7Qx';

// What draws PDFs and what speaks protobuf is loaded by the few tests that need it.
const openPrinter = async () => (await import('#adapters/certificates/printer.ts')).createCertificatePrinter();
async function openPayloads(): Promise<Payloads> {
  const { parsePayloadKeys } = await import('#adapters/temporal/codec.ts');
  const { createPayloads } = await import('#adapters/temporal/converter.ts');
  return createPayloads(parsePayloadKeys(`k1:${Buffer.alloc(32, 9).toString('base64')}`));
}

/** The outside world of a test: real storage in a folder of its own, real hashing, nothing is sent. */
export function buildPorts(
  folder: string,
  ports: Partial<Omit<Ports, 'settings'>> = {},
  settings: Partial<Ports['settings']> = {},
): Ports {
  const kept: OutboxEntry[] = [];
  return {
    certificatePrinter: { print: async (certificate) => (await openPrinter()).print(certificate) },
    clock: { now: () => new Date() },
    outbox: {
      add: async (entry) => void kept.unshift({ ...entry, at: new Date() }),
      list: async (limit) => kept.slice(0, limit),
    },
    operatorLog: createOperatorLog(folder),
    passwords: createPasswords({ memoryCost: 8, timeCost: 1, parallelism: 1 }), // nobody guesses here
    payments: noPayments,
    pictureModels: createPictureModels(createModelPool({ threads: 1, timeLimitMs: 300_000 })),
    pictures: createPictureReader(300_000),
    places: createPlaces(),
    poet: { write: () => Promise.reject(new Error('this test has no poet')) },
    payloads: {
      encode: async (all) => (await openPayloads()).encode(all),
      decode: async (all) => (await openPayloads()).decode(all),
    },
    secrets: createSecrets(Buffer.alloc(32, 7)),
    objectStore: noObjectStore,
    signer: createSigner(Buffer.alloc(32, 5)),
    storage: createLocalStorage(join(folder, 'files')),
    captchas: { draw: async () => ({ answer: captchaAnswer, png: Buffer.from('89504e470d0a1a0a', 'hex') }) },
    // By the first letters of a made-up file: real recordings are heard in tests/media.
    sounds: {
      async inspectVoice(file) {
        const [format = '', ms = ''] = (await readFile(file, 'utf8')).split(' ');
        const known = voiceFormats.find((one) => one === format);
        if (!known) throw new DomainError('invalid', 'bad_voice', '录音已损坏或无法解码');
        return { format: known, durationMs: Number(ms) };
      },
    },
    weixin: {
      appId: 'test',
      exchange: async (code) => {
        const openid = /^test-(.+)$/.exec(code)?.[1];
        if (openid === undefined) throw new DomainError('unauthenticated', 'weixin_login_failed');
        return { openid, sessionKey: 'c2Vzc2lvbg==' };
      },
    },
    ...ports,
    settings: {
      allowNoCaptcha: false,
      rateLimits: false,
      sessionDays: 14,
      idCardCheck: false,
      confirmContactChange: false,
      shareByDefault: false,
      quotaBytes: 100 * 1024 * 1024,
      voices: { bytes: 1000, openHours: 24, openUploads: 3, needsLogin: false },
      dubbingWaitMs: 30_000,
      testForms: true,
      showOwners: false,
      temporalUiOrigins: [],
      ...settings,
    },
  };
}
