import { timingSafeEqual } from 'node:crypto';
import type { Secrets } from '#domain/ports/secrets.ts';
import type { Acting } from './refund.plan.ts';

const purpose = 'refund-administrator';

/** Our endpoint's word that this administrator acts on this refund; whoever types into the Temporal UI cannot make it. */
export const vouch = (secrets: Secrets, refundId: string, by: string): string =>
  secrets.digest(purpose, `${refundId}:${by}`);

export function isVouched(secrets: Secrets, refundId: string, { by, proof }: Acting): boolean {
  if (!by || !proof) return false;
  const [expected, given] = [Buffer.from(vouch(secrets, refundId, by)), Buffer.from(proof)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}
