import type { EntityManager } from '@mikro-orm/core';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import type { Signer } from '#domain/ports/signer.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { readSignature, statementOf } from './sign-certificate.ts';
import { statementText } from './statement.plan.ts';

const populate = ['work.producer'] as const;
const issued = { issuedAt: { $ne: null } };

/** Certificates that somebody has paid for, newest first; those that are void by now are among them. */
export async function listCertificates(
  em: EntityManager,
  buyerId: number,
  window: Window,
): Promise<Slice<Certificate>> {
  const where = { ...issued, order: { buyer: buyerId } };
  const orderBy = { issuedAt: 'desc', id: 'desc' } as const;
  const [items, total] = await em.findAndCount(Certificate, where, { orderBy, populate, ...window });
  return { items, total };
}

/** One of them; refuses `unknown_certificate`, also where it is not issued yet or somebody else's. */
export async function findOwnCertificate(em: EntityManager, buyerId: number, id: string): Promise<Certificate> {
  const certificate = await em.findOne(Certificate, { ...issued, id, order: { buyer: buyerId } }, { populate });
  if (!certificate) throw new DomainError('not_found', 'unknown_certificate');
  return certificate;
}

/**
 * The certificate that a number and its signature prove; refuses `unknown_certificate` where the two do not fit what we
 * keep, without telling whether the number exists.
 */
export async function verifyCertificate(
  em: EntityManager,
  signer: Signer,
  { number, signature }: { number: string; signature: string },
): Promise<Certificate> {
  const certificate = await em.findOne(Certificate, { ...issued, number });
  const read = readSignature(signature);
  if (!certificate || !read || !signer.verify(statementText(statementOf(certificate)), read))
    throw new DomainError('not_found', 'unknown_certificate');
  return certificate;
}
