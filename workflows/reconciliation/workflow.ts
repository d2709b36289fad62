import { continueAsNew, log, patched, sleep } from '@temporalio/workflow';
import type { DayFigures, Reconciliation } from '#activities/business/reconciliation.ts';
import type { BillFetching, BillState } from '#activities/io/bills.ts';
import { chinaDayOf, dayBefore } from '#domain/payouts/china-day.plan.ts';
import { daysAtATime } from '#domain/reconciliation/compare.plan.ts';
import { business, io } from '../kernel/proxies.ts';
import { show } from '../kernel/standing.ts';

const { listPendingDays, recordComparison } = business<Reconciliation>();
const { fetchBill } = io<BillFetching>('10 minutes');

const mostTries = 36; // every half hour until the next night is near
const pause = '30 minutes';

/** Bills are ready some hours after their day; a day on which nothing moved may never have one. */
async function fetched(day: string): Promise<BillState> {
  for (let tries = 1; ; tries++) {
    const state = await fetchBill({ day }).catch((error: unknown) => {
      log.warn('bill_not_fetched', { day, error });
      return 'unknown' as const;
    });
    if (state === 'ready' || state === 'none' || tries === mostTries) return state;
    show({
      stage: 'WAITING',
      waitingFor: 'provider',
      details: `The bill of ${day} is ${state}; try ${tries} of ${mostTries}.`,
    });
    await sleep(pause);
  }
}

/** Nobody could tell, or it may still be written. Runs of before took an absent bill for an empty one. */
const isLeft = (state: BillState): boolean => state === 'unknown' || (state === 'absent' && patched('late-bills'));

const told = ({ day, matched, missingHere, missingThere, different }: DayFigures): string =>
  `- ${day}: ${matched} matched, ${missingHere} missing here, ${missingThere} missing there, ${different} of another sum`;

/** Compares every day up to yesterday that was not compared yet. A bill that is not there is left to the next night. */
export async function reconciliation(): Promise<DayFigures[]> {
  const days = await listPendingDays({ last: dayBefore(chinaDayOf(new Date())) });
  const figures: DayFigures[] = [];
  const unreadable: string[] = [];
  for (const day of days) {
    const state = await fetched(day);
    if (isLeft(state)) {
      show({ stage: 'UNAVAILABLE', details: `The bill of ${day} is ${state}; the next night tries again.` });
      return figures;
    }
    const isUnreadable = state === 'unreadable';
    if (isUnreadable) unreadable.push(`- The bill of ${day} cannot be read.`);
    figures.push(await recordComparison({ day, isUnreadable }));
  }
  const differ = unreadable.length > 0 || figures.some((one) => one.missingHere + one.missingThere + one.different > 0);
  const fit = figures.length > 0 ? 'All fits.' : 'Every day up to yesterday is compared already.';
  const heading = differ ? '**Differences**: see the cases.' : fit;
  show({ stage: differ ? 'DIFFERENCES' : 'DONE', details: [heading, ...figures.map(told), ...unreadable].join('\n') });
  if (days.length === daysAtATime) await continueAsNew<typeof reconciliation>(); // after a long stop there are more
  return figures;
}
