import type { RealNameState } from '#domain/verification/real-name.machine.ts';
import type { RealNameRequest } from '#domain/verification/real-name.plan.ts';
import { flow } from '../kernel/flow.ts';
import { verdictMessages } from '../verdict/contract.ts';

/** One open request a person. */
export const realNameOf = (userUuid: string): string => `real-name-verification:${userUuid}`;

export const realNameVerification = flow<RealNameRequest, RealNameState>({
  type: 'realNameVerification',
  queue: 'business',
  id: ({ userUuid }) => realNameOf(userUuid),
  realm: () => 'vfine',
  summary: ({ userUuid }) => `Person ${userUuid} shows who they are`,
});

export const { review, decide, standing } = verdictMessages<RealNameState>();
