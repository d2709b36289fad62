import type { RealNameRecords } from '#activities/business/real-names.ts';
import { waitingDays } from '#domain/verification/decision.plan.ts';
import { realNameMachine, type RealNameEvent, type RealNameState } from '#domain/verification/real-name.machine.ts';
import { realNameEventOf, realNameKeyOf, type RealNameRequest } from '#domain/verification/real-name.plan.ts';
import { business } from '../kernel/proxies.ts';
import { requireOther } from '../verdict/another.ts';
import { removeCards } from '../verdict/card-pictures.ts';
import { hear } from '../verdict/hearing.ts';
import { decide, review, standing } from './contract.ts';

const { recordRealName, recordRealNameEnd } = business<RealNameRecords>();

/** Waits for an operator to compare card and person; after fourteen days without a verdict it has failed. */
export async function realNameVerification(request: RealNameRequest): Promise<RealNameState> {
  const { realNameId, userUuid } = request;
  return hear<RealNameState, RealNameEvent>({
    userUuid,
    machine: realNameMachine,
    initial: 'WAITING',
    days: waitingDays,
    messages: { review, decide, standing },
    note: `The operators' face shows card and pictures; each look is audited.`,
    hold: (_event, by) => requireOther('decided-by-another', userUuid, by),
    open: () => recordRealName(request),
    record: (ending) => recordRealNameEnd({ realNameId, ...ending }),
    clear: () => removeCards(userUuid),
    news: { eventKey: realNameEventOf(realNameId), keyOf: realNameKeyOf },
  });
}
