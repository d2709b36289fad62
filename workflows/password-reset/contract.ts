import { defineUpdate } from '@temporalio/workflow';
import type { ResetChannel } from '#domain/accounts/password-reset.plan.ts';
import type { PasswordResetState } from '#domain/accounts/password-reset.machine.ts';
import type { Realm } from '#domain/shared/actor.ts';
import { flow } from '../kernel/flow.ts';

/** Ids only: whom the code goes to, the code and the new password lie in no payload. */
export interface ResetRequest {
  resetId: string;
  realm: Realm;
  userId: number;
  /** Id of the session that asked. */
  session: string;
  channel: ResetChannel;
}

export const resetOf = (resetId: string): string => `password-reset:${resetId}`;

/** Begun when somebody asks for a code; its opening includes the delivery, because a person waits for it. */
export const passwordReset = flow<ResetRequest, PasswordResetState>({
  type: 'passwordReset',
  queue: 'business',
  id: ({ resetId }) => resetOf(resetId),
  realm: ({ realm }) => realm,
  summary: ({ userId, channel }) => `Password reset of account ${userId} by ${channel}`,
});

/** A try that lies ready in the database; refused with `code_wrong` or `reset_void`. */
export const redeem = defineUpdate<void, [{ attemptId: string }]>('redeem');
