import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  setHandler,
} from '@temporalio/workflow';
import type { PasswordResetRecords } from '#activities/business/password-resets.ts';
import type { ResetCodes } from '#activities/io/reset-codes.ts';
import type { PasswordResetState } from '#domain/accounts/password-reset.machine.ts';
import { resetMinutes } from '#domain/accounts/password-reset.plan.ts';
import { open } from '../kernel/opening.ts';
import { business, io } from '../kernel/proxies.ts';
import { show } from '../kernel/standing.ts';
import { redeem, type ResetRequest } from './contract.ts';
import { ResetLife } from './life.ts';

const { recordReset, recordResetSent } = business<PasswordResetRecords>();
// Somebody sits and waits: a code that is late is worth less than the news that it will not come.
const { sendResetCode } = io<ResetCodes>('12 seconds');

/** The class of what went wrong, as the caller may know it; not what the server said. */
function classOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  const name = cause instanceof ApplicationFailure ? cause.type : cause instanceof Error ? cause.name : undefined;
  return name ?? 'Error';
}

/** Sends a code and waits ten minutes for it to be typed back; at most five tries. Answers how it ended. */
export async function passwordReset(request: ResetRequest): Promise<PasswordResetState> {
  const { resetId, userId, channel } = request;
  const life = new ResetLife(resetId);

  async function deliver(): Promise<void> {
    show({ stage: 'SENDING', details: 'A code is on its way; the gateway is tried for 12 seconds.' });
    await recordReset(request);
    try {
      await sendResetCode({ resetId, userId, channel });
    } catch (error) {
      await CancellationScope.nonCancellable(() => life.end('fail'));
      if (isCancellation(error)) throw error;
      throw ApplicationFailure.nonRetryable(classOf(error), `unsent_by_${channel}`, 'unavailable');
    }
    await recordResetSent({ resetId });
  }

  await open(deliver);
  life.begin();
  setHandler(redeem, (attempt) => life.judge(attempt), { validator: (_attempt) => life.requireOpen() });
  try {
    await condition(() => life.isOver, `${resetMinutes} minutes`);
    await life.close(life.isOver ? 'exhaust' : 'expire');
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => life.close('cancel'));
    throw error;
  }
  return life.state;
}
