import { CancellationScope, setHandler } from '@temporalio/workflow';
import type { TakeoutRecords } from '#activities/business/takeouts.ts';
import { takeoutMachine, type TakeoutEvent, type TakeoutState } from '#domain/payouts/takeout.machine.ts';
import { takeoutDays, takeoutKeyOf, type TakeoutRequest } from '#domain/payouts/takeout.plan.ts';
import { yuanOf } from '#domain/shared/money.ts';
import { readActing } from '#domain/verification/decision.plan.ts';
import { business } from '../kernel/proxies.ts';
import { requireOther } from '../verdict/another.ts';
import { byWord, hear } from '../verdict/hearing.ts';
import { confirm, decide, review, standing, withdraw } from './contract.ts';
import { Transfer } from './transfer.ts';

const { recordTakeout, recordTakeoutDecision } = business<TakeoutRecords>();

/** Until somebody has decided; what follows an approval is the provider's. */
const decision = { next: takeoutMachine.next, isFinal: (state: TakeoutState) => state !== 'REQUESTING' };

/** Waits for an administrator, then pays out; begun again after its run was lost, it goes on. Answers how it ended. */
export async function takeout(request: TakeoutRequest): Promise<TakeoutState> {
  const { takeoutId, userUuid } = request;
  const transfer = new Transfer(request);
  const decided: { state: TakeoutState; earlier: boolean } = { state: 'REQUESTING', earlier: false };
  setHandler(confirm, () => transfer.confirm(), { validator: () => transfer.requireWaiting() });

  try {
    await hear<TakeoutState, TakeoutEvent>(
      {
        userUuid,
        machine: decision,
        initial: 'REQUESTING',
        days: takeoutDays,
        messages: { review, decide, standing },
        note: `The sum is set aside: ¥${yuanOf(request.fen)}. An approval fixes the tax and pays out; everything else gives the money back.`,
        hold: (event, by) => requireOther('approved-by-another', userUuid, event === 'approve' ? by : undefined),
        async open() {
          const found = (await recordTakeout(request)) ?? 'REQUESTING'; // older runs are told nothing
          Object.assign(decided, { state: found, earlier: found !== 'REQUESTING' });
          return found;
        },
        async record(ending) {
          const written = await recordTakeoutDecision({ takeoutId, ...ending });
          decided.state = written ?? takeoutMachine.next('REQUESTING', ending.event); // as above
          return decided.state;
        },
        news: { eventKey: `takeout:${takeoutId}`, keyOf: takeoutKeyOf },
      },
      (life) => {
        const now = (): TakeoutState => (transfer.state === 'REQUESTING' ? life.standing().state : transfer.state);
        setHandler(standing, () => ({ ...life.standing(), state: now() }));
        setHandler(withdraw, (said) => life.settle('withdraw', readActing(said)), byWord(life));
      },
    );
  } catch (error) {
    // A run that is cancelled while an approval is written down pays out all the same: nobody else would.
    if (decided.state !== 'WAITING') throw error;
  }
  if (decided.state !== 'WAITING') return decided.state;
  return CancellationScope.nonCancellable(() => transfer.run(decided.earlier));
}
