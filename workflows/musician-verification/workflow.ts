import { allHandlersFinished, CancellationScope, condition, isCancellation, setHandler } from '@temporalio/workflow';
import type { VerificationRecords } from '#activities/business/verification.ts';
import { waitingDays, type Application } from '#domain/verification/application.plan.ts';
import { readDecision, type Decision } from '#domain/verification/decision.plan.ts';
import type { VerificationState } from '#domain/verification/verification.machine.ts';
import { open } from '../kernel/opening.ts';
import { business } from '../kernel/proxies.ts';
import { refuse } from '../kernel/refuse.ts';
import { decide, review, standing, withdraw } from './contract.ts';
import { lifeOf } from './life.ts';

const { recordApplication } = business<VerificationRecords>();

const dayMs = 24 * 3600_000;
const requireReadable = (input: unknown): void => void refuse(() => readDecision(input));

/** Waits for an operator's verdict, the applicant's withdrawal or fourteen days, whichever comes first. */
export async function musicianVerification(application: Application): Promise<VerificationState> {
  const deadline = new Date(Date.now() + waitingDays * dayMs);
  const life = lifeOf(application, deadline);

  async function judge(input: unknown): Promise<VerificationState> {
    const decision = readDecision(input);
    return life.settle(decision.verdict, decision);
  }

  /** A signal has nobody to refuse to: what is unreadable is ignored in sight of all, what comes late silently. */
  async function heed(input: unknown): Promise<void> {
    if (!life.isOpen()) return;
    let decision: Decision;
    try {
      decision = readDecision(input);
    } catch (error) {
      life.ignore(error instanceof Error ? error.message : 'not readable');
      return;
    }
    await life.settle(decision.verdict, decision);
  }

  /** An operator has cancelled the run: whatever is under way still comes to its end. */
  async function close(): Promise<void> {
    if (life.isOpen()) await life.settle('cancel');
    await condition(allHandlersFinished);
  }

  setHandler(standing, life.standing);
  await open(() => CancellationScope.nonCancellable(() => recordApplication(application)));
  setHandler(review, judge, { validator: (input) => life.requireOpen() ?? requireReadable(input) });
  setHandler(withdraw, () => life.settle('withdraw'), { validator: life.requireOpen });
  setHandler(decide, heed);

  try {
    await condition(() => !life.isOpen(), deadline.getTime() - Date.now());
    if (life.isOpen()) await life.settle('expire');
    await condition(allHandlersFinished);
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(close);
    throw error;
  }
  return life.standing().state;
}
