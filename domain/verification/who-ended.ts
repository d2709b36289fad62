import type { Secrets } from '#domain/ports/secrets.ts';
import { whoActs } from '#domain/shared/vouching.ts';
import type { Ending } from './decision.plan.ts';

/** Who ended what somebody had applied for, as the audit names them. */
export const whoEnded = (secrets: Secrets, subject: string, { event, ...said }: Ending<string>): string =>
  event === 'expire' ? 'deadline' : whoActs(secrets, subject, event, said).by;
