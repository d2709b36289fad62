import { timingSafeEqual } from 'node:crypto';
import type { Secrets } from '#domain/ports/secrets.ts';
import type { Acting } from './actor.ts';

const purpose = 'vouching';
const longest = 64; // characters of an actor in the audit

/** Our endpoint's word that this person does this to that thing; whoever types into the Temporal UI cannot make it. */
export const vouch = (secrets: Secrets, subject: string, deed: string, by: string): string =>
  secrets.digest(purpose, `${subject}:${deed}:${by}`);

function isVouched(secrets: Secrets, subject: string, deed: string, { by, proof }: Acting): boolean {
  if (!by || !proof) return false;
  const [expected, given] = [Buffer.from(vouch(secrets, subject, deed, by)), Buffer.from(proof)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** Who acts, as the audit names them: a person where our endpoint vouches for them, else an operator at the Temporal UI. */
export function whoActs(
  secrets: Secrets,
  subject: string,
  deed: string,
  acting: Acting,
): { by: string; isVouched: boolean } {
  if (acting.by && isVouched(secrets, subject, deed, acting)) return { by: acting.by, isVouched: true };
  return { by: acting.by ? `temporal-ui:${acting.by}`.slice(0, longest) : 'temporal-ui', isVouched: false };
}
