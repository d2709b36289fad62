import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Application } from '#domain/verification/application.plan.ts';
import type { VerificationState } from '#domain/verification/verification.machine.ts';
import { flow } from '../kernel/flow.ts';

/** One open application a person. */
export const verificationOf = (userUuid: string): string => `musician-verification:${userUuid}`;

export const musicianVerification = flow<Application, VerificationState>({
  type: 'musicianVerification',
  queue: 'business',
  id: ({ userUuid }) => verificationOf(userUuid),
  realm: () => 'vfine',
  summary: ({ userUuid }) => `Applicant ${userUuid} wants to become a musician`,
});

/** What the process knows of itself; `ignored` says why inputs that nobody could read changed nothing. */
export interface Standing {
  state: VerificationState;
  deadline: string;
  ignored: string[];
}

/** An operator's verdict (`Decision`), with an answer; what arrives is checked, whatever it is. */
export const review = defineUpdate<VerificationState, [decision: unknown]>('review');
/** The same without an answer: what comes late, twice or unreadable is ignored. */
export const decide = defineSignal<[decision: unknown]>('decide');
/** The applicant's own change of mind. */
export const withdraw = defineUpdate<VerificationState>('withdraw');
export const standing = defineQuery<Standing>('standing');
