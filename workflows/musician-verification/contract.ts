import { defineUpdate } from '@temporalio/workflow';
import type { Application } from '#domain/verification/application.plan.ts';
import type { VerificationState } from '#domain/verification/verification.machine.ts';
import { flow } from '../kernel/flow.ts';
import { verdictMessages } from '../verdict/contract.ts';

/** One open application a person. */
export const verificationOf = (userUuid: string): string => `musician-verification:${userUuid}`;

export const musicianVerification = flow<Application, VerificationState>({
  type: 'musicianVerification',
  queue: 'business',
  id: ({ userUuid }) => verificationOf(userUuid),
  realm: () => 'vfine',
  summary: ({ userUuid }) => `Applicant ${userUuid} wants to become a musician`,
});

export const { review, decide, standing } = verdictMessages<VerificationState>();
/** The applicant's own change of mind (`Acting`). */
export const withdraw = defineUpdate<VerificationState, [said?: unknown]>('withdraw');
