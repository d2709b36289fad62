import { ApplicationFailure, CancellationScope, log } from '@temporalio/workflow';
import type { MessageRecords } from '#activities/business/messages.ts';
import type { VerificationRecords } from '#activities/business/verification.ts';
import { messageKeyOf, type Application } from '#domain/verification/application.plan.ts';
import type { Decision } from '#domain/verification/decision.plan.ts';
import {
  verificationMachine,
  type VerificationEvent,
  type VerificationState,
} from '#domain/verification/verification.machine.ts';
import { business } from '../kernel/proxies.ts';
import { refuse } from '../kernel/refuse.ts';
import { show } from '../kernel/standing.ts';
import type { Standing } from './contract.ts';
import { detailsOf } from './details.ts';

const { recordOutcome } = business<VerificationRecords>();
const { recordMessage } = business<MessageRecords>();

const mostIgnored = 20;

/** State of one application, shown to operators whenever it changes. */
export function lifeOf({ verificationId, userUuid }: Application, deadline: Date) {
  const ignored: string[] = [];
  let state: VerificationState = 'PENDING';
  const isOpen = (): boolean => state === 'PENDING';

  function showStanding(): void {
    const waits = isOpen() && { waitingFor: 'operator', deadline };
    show({ stage: state, ...waits, details: detailsOf({ userUuid, state, deadline, ignored }) });
  }
  showStanding();

  async function record(event: VerificationEvent, decision: Decision | undefined): Promise<void> {
    const { verdict: _, ...said } = decision ?? { verdict: event };
    await recordOutcome({ verificationId, event, ...said });
    const key = messageKeyOf(state);
    const remark = decision?.remark && { remark: decision.remark };
    if (key) await recordMessage({ eventKey: `verification:${verificationId}`, userUuid, key, ...remark });
  }

  return {
    isOpen,
    standing: (): Standing => ({ state, deadline: deadline.toISOString(), ignored: [...ignored] }),

    /** Validator of what comes too late. */
    requireOpen(): void {
      if (!isOpen()) throw ApplicationFailure.nonRetryable(`already ${state}`, 'action_already_done', 'conflict');
    },

    /** Ends the application and tells the applicant. The first event decides: the state moves before anything is awaited. */
    async settle(event: VerificationEvent, decision?: Decision): Promise<VerificationState> {
      state = refuse(() => verificationMachine.next(state, event));
      showStanding();
      await CancellationScope.nonCancellable(() => record(event, decision));
      return state;
    },

    /** Keeps in sight that somebody sent what changed nothing, and why; not what it was. */
    ignore(reason: string): void {
      log.warn('decision_ignored', { reason });
      if (ignored.length < mostIgnored) ignored.push(`${new Date().toISOString()} ${reason}`);
      showStanding();
    },
  };
}
