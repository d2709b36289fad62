import type { Secrets } from '#domain/ports/secrets.ts';
import { whoActs } from '#domain/shared/vouching.ts';
import type { Ending } from './decision.plan.ts';

interface Matter {
  /** What was decided on, as the audit names it. */
  subject: string;
  /** uuid of who had applied for it. */
  applicant: string;
}

/** Who ended what somebody had applied for, as the audit names them. */
export function whoEnded(secrets: Secrets, { subject, applicant }: Matter, { event, ...said }: Ending<string>): string {
  if (event === 'withdraw') return applicant;
  if (event === 'expire') return 'deadline';
  return whoActs(secrets, subject, event, said).by;
}
