import type { EntityManager } from '@mikro-orm/core';
import { countAttempts, recordAttempt } from '#domain/accounts/attempts.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Ports } from './ports.ts';

/** How often one address may try what costs something or invites abuse: at most `times` in `seconds`. */
const rates = {
  captcha: { times: 60, seconds: 60 },
  login: { times: 30, seconds: 60 },
  register: { times: 20, seconds: 600 },
  send: { times: 20, seconds: 600 },
  upload: { times: 300, seconds: 60 },
  model: { times: 60, seconds: 60 },
  write: { times: 60, seconds: 60 },
  voice: { times: 60, seconds: 60 },
  verify: { times: 60, seconds: 60 },
  render: { times: 60, seconds: 60 },
} as const;
export type RateName = keyof typeof rates;

/** Counts this try of an address and refuses `too_many_requests` beyond the limit. */
export async function limitRate(name: RateName, em: EntityManager, ports: Ports, address: string): Promise<void> {
  if (!ports.settings.rateLimits) return;
  const counter = { name: `rate:${name}`, of: address };
  const { times, seconds } = rates[name];
  if ((await countAttempts(em, ports.secrets, counter, seconds)) >= times)
    throw new DomainError('too_many', 'too_many_requests');
  await recordAttempt(em, ports.secrets, counter);
}
