// npm run verify-certificate -- FILE.txt [--key PUBLIC_KEY …]: verifies a certificate offline. The keys are those that a platform publishes at
// /vfine/v1/certificates/keys; without any, this platform's own. Exits 0 where the signature is genuine, 1 where not, 2 where it was asked wrongly.
import { readFile } from 'node:fs/promises';
import { readSettings } from '#adapters/env.ts';
import { base64Key } from '#adapters/setting-kinds.ts';
import { createSigner, publishedKey, seedFrom } from '#adapters/signer.ts';
import { checkCertificate } from './certificates/check.ts';
import { readArguments, UsageError } from './shared/command-line.ts';

const usage = 'usage: npm run verify-certificate -- FILE.txt [--key PUBLIC_KEY …]';

function ownKeys() {
  const { CERTIFICATE_KEY, CERTIFICATE_FORMER_KEYS, APP_SECRET } = readSettings();
  if (!CERTIFICATE_KEY && !APP_SECRET) throw new UsageError(`this platform has no key; give one\n${usage}`);
  const seed = CERTIFICATE_KEY
    ? Buffer.from(CERTIFICATE_KEY, 'base64')
    : seedFrom(Buffer.from(APP_SECRET ?? '', 'base64'));
  return createSigner(seed, CERTIFICATE_FORMER_KEYS?.split(',')).keys;
}

try {
  const options = { key: { type: 'string', multiple: true } } as const;
  const { values, positionals } = readArguments(usage, { options, allowPositionals: true });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError(usage);
  if (values.key?.some((key) => !base64Key.test(key))) throw new UsageError('a key is 32 bytes in base64');
  const keys = values.key?.map((key) => publishedKey(Buffer.from(key, 'base64'))) ?? ownKeys();
  const { isGenuine, said } = checkCertificate(await readFile(file, 'utf8'), keys);
  console.log(said);
  process.exitCode = isGenuine ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
