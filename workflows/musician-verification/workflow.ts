import { setHandler } from '@temporalio/workflow';
import type { VerificationRecords } from '#activities/business/verification.ts';
import { messageKeyOf, verificationEventOf, type Application } from '#domain/verification/application.plan.ts';
import { readActing, waitingDays } from '#domain/verification/decision.plan.ts';
import {
  verificationMachine,
  type VerificationEvent,
  type VerificationState,
} from '#domain/verification/verification.machine.ts';
import { business } from '../kernel/proxies.ts';
import { requireOther } from '../verdict/another.ts';
import { removeCards } from '../verdict/card-pictures.ts';
import { byWord, hear } from '../verdict/hearing.ts';
import { decide, review, standing, withdraw } from './contract.ts';

const { recordApplication, recordOutcome } = business<VerificationRecords>();

/** Waits for an operator's verdict, the applicant's withdrawal or fourteen days, whichever comes first. */
export async function musicianVerification(application: Application): Promise<VerificationState> {
  const { verificationId, userUuid } = application;
  return hear<VerificationState, VerificationEvent>(
    {
      userUuid,
      machine: verificationMachine,
      initial: 'PENDING',
      days: waitingDays,
      messages: { review, decide, standing },
      note: 'The applicant may withdraw until then.',
      hold: (_event, by) => requireOther('decided-by-another', userUuid, by),
      open: () => recordApplication(application),
      record: (ending) => recordOutcome({ verificationId, ...ending }),
      clear: () => removeCards(userUuid),
      news: { eventKey: verificationEventOf(verificationId), keyOf: messageKeyOf },
    },
    (life) => setHandler(withdraw, (said) => life.settle('withdraw', readActing(said)), byWord(life)),
  );
}
