import { createVerifier } from '#adapters/signer.ts';
import { readCertificateFile } from '#domain/certificates/certificate-file.plan.ts';
import type { PublishedKey } from '#domain/ports/signer.ts';

interface Verdict {
  isGenuine: boolean;
  said: string;
}

const bad = (said: string): Verdict => ({ isGenuine: false, said: `NOT GENUINE: ${said}` });

/** Holds the text of a certificate's file against published keys; whether it was given back since, only the platform knows. */
export function checkCertificate(file: string, keys: readonly PublishedKey[]): Verdict {
  const read = readCertificateFile(file);
  if (!read) return bad('this is no certificate file: the text file is what is signed, a PDF or JSON is its likeness');
  const { text, keyId, signature: value } = read;
  if (!keys.some(({ id }) => id === keyId)) return bad(`it names the key ${keyId}, which is not among those given`);
  if (!createVerifier(keys)(text, { keyId, value })) return bad('text and signature do not fit');
  const said = `${text}\nGENUINE: signed with the key ${keyId}. Whether it still counts, only the platform can say (see 验证 in the file).`;
  return { isGenuine: true, said };
}
