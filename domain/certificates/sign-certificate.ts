import type { Certificate } from '#domain/orders/certificate.entity.ts';
import type { Signature, Signer } from '#domain/ports/signer.ts';
import { yuanOf } from '#domain/shared/money.ts';
import { statementText, type Statement } from './statement.plan.ts';

/** What a certificate says once it is issued. */
export function statementOf(certificate: Certificate): Statement {
  const { number, issuedAt, licensee, author, owner, purpose, detail } = certificate;
  if (!issuedAt) throw new Error(`certificate ${certificate.id} is not issued: there is nothing to sign`);
  const work = { uuid: certificate.work.id, name: certificate.workName };
  const price = yuanOf(certificate.priceFen);
  const order = certificate.order.id;
  return { number, at: issuedAt, licensee, work, owner: owner || author, purpose, channel: detail, price, order };
}

/** Id of the key and signature, as they are kept: `3f…:MEUC…`, 103 characters. */
const written = ({ keyId, value }: Signature): string => `${keyId}:${value}`;

/** Reads a signature as it is kept; undefined where it is none. */
export function readSignature(text: string): Signature | undefined {
  const [, keyId, value] = /^([0-9a-f]{16}):([\w-]{86})$/.exec(text) ?? [];
  return keyId !== undefined && value !== undefined ? { keyId, value } : undefined;
}

/** The signature of an issued certificate; the same certificate and key yield the same one. */
export const signCertificate = (signer: Signer, certificate: Certificate): string =>
  written(signer.sign(statementText(statementOf(certificate))));

/** Whether a certificate's signature is one of ours over what it says. */
export function isGenuine(signer: Signer, certificate: Certificate): boolean {
  const signature = readSignature(certificate.signature ?? '');
  return signature !== undefined && signer.verify(statementText(statementOf(certificate)), signature);
}
