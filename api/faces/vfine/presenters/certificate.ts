import { z } from 'zod';
import { certificateFile } from '#domain/certificates/certificate-file.plan.ts';
import { readSignature, statementOf } from '#domain/certificates/sign-certificate.ts';
import { statementRows, statementText, statementTitle, terms } from '#domain/certificates/statement.plan.ts';
import type { Certificate } from '#domain/orders/certificate.entity.ts';
import type { PrintedCertificate } from '#domain/ports/certificate-printer.ts';
import { yuanOf } from '#domain/shared/money.ts';
import { presentTime } from './time.ts';

const Standing = z.enum(['ISSUED', 'VOID']).meta({ description: 'VOID: given back, it counts no longer' });

/** The document's shape, and what is ours: number, owner, terms, standing, what is signed and its signature. */
export const CertificateView = z.object({
  uuid: z.uuid(),
  author: z.string(),
  licensee: z.string(),
  work_name: z.string(),
  work_path: z.string(),
  work: z.object({
    uuid: z.uuid(),
    name: z.string(),
    path: z.string(),
    avatar: z.string(),
    producer: z.object({ uuid: z.uuid(), name: z.string() }),
  }),
  purchase_date: z.iso.datetime(),
  purpose: z.string(),
  detail: z.string(),
  price: z.string(),
  income: z.string(),
  order: z.uuid(),
  number: z.string(),
  owner: z.string().meta({ description: 'who holds the copyright' }),
  kind: z.string(),
  term: z.string(),
  territory: z.string(),
  status: Standing,
  statement: z.string().meta({ description: 'the text that is signed' }),
  signature: z.string().nullable(),
});

const standingOf = ({ state }: Certificate) => (state === 'VOID' ? 'VOID' : 'ISSUED');
/** Every certificate that is shown was issued. */
const timeOf = ({ issuedAt, createdAt }: Certificate): Date => issuedAt ?? createdAt;

/** A certificate with its work and the work's producer. */
export function presentCertificate(certificate: Certificate): z.input<typeof CertificateView> {
  const work = certificate.work.unwrap();
  const { uuid, name } = work.producer.unwrap();
  const statement = statementOf(certificate);
  return {
    uuid: certificate.id,
    author: certificate.author,
    licensee: certificate.licensee,
    work_name: certificate.workName,
    work_path: certificate.workPath,
    work: { uuid: work.id, name: work.name, path: work.path, avatar: work.avatar, producer: { uuid, name } },
    purchase_date: presentTime(timeOf(certificate)),
    purpose: certificate.purpose,
    detail: certificate.detail,
    price: yuanOf(certificate.priceFen),
    income: yuanOf(certificate.incomeFen),
    order: certificate.order.id,
    number: certificate.number,
    owner: statement.owner,
    ...terms,
    status: standingOf(certificate),
    statement: statementText(statement),
    signature: certificate.signature ?? null,
  };
}

/** What anybody is told who holds number and signature: what is printed, and whether it counts. */
export const VerificationView = z.object({
  number: z.string(),
  status: Standing,
  voided_at: z.iso.datetime().nullable(),
  key: z.string(),
  statement: z.string().meta({ description: 'the text that is signed' }),
});

export function presentVerification(certificate: Certificate, signature: string): z.input<typeof VerificationView> {
  return {
    number: certificate.number,
    status: standingOf(certificate),
    voided_at: certificate.voidedAt ? presentTime(certificate.voidedAt) : null,
    key: readSignature(signature)?.keyId ?? '',
    statement: statementText(statementOf(certificate)),
  };
}

export const verifyPath = '/certificates/verify';
/** Where a certificate can be verified, with all it takes. */
export const verificationPath = ({ number, signature }: Certificate): string =>
  `${verifyPath}?${new URLSearchParams({ number, signature: signature ?? '' }).toString()}`;

function sealingOf(certificate: Certificate): { keyId: string; value: string } {
  const read = readSignature(certificate.signature ?? '');
  if (!read) throw new Error(`certificate ${certificate.id} is issued without a signature`);
  return read;
}

/** The certificate as a text file that can be verified offline. */
export function presentText(certificate: Certificate, verifyAt: string): string {
  const { keyId, value: signature } = sealingOf(certificate);
  const { voidedAt } = certificate;
  const standing = voidedAt ? `已作废（${voidedAt.toISOString()}）` : '有效';
  return certificateFile(statementText(statementOf(certificate)), { keyId, signature, standing, verifyAt });
}

export const presentPaper = (certificate: Certificate, verifyAt: string): PrintedCertificate => ({
  title: statementTitle,
  number: certificate.number,
  issuedAt: timeOf(certificate),
  rows: statementRows(statementOf(certificate)),
  signature: sealingOf(certificate),
  verifyAt,
  ...(certificate.voidedAt && { voidedAt: certificate.voidedAt }),
});
