import { defineUpdate } from '@temporalio/workflow';
import type { TakeoutState } from '#domain/payouts/takeout.machine.ts';
import type { TakeoutRequest } from '#domain/payouts/takeout.plan.ts';
import { flow } from '../kernel/flow.ts';
import { verdictMessages } from '../verdict/contract.ts';

export const takeoutOf = (takeoutId: string): string => `takeout:${takeoutId}`;

export const takeout = flow<TakeoutRequest, TakeoutState>({
  type: 'takeout',
  queue: 'business',
  id: ({ takeoutId }) => takeoutOf(takeoutId),
  realm: () => 'vfine',
  summary: ({ takeoutId }) => `Withdrawal ${takeoutId}`,
});

export const { review, decide, standing } = verdictMessages<TakeoutState>();
/** The musician's own (`Acting`), before anybody has decided. */
export const withdraw = defineUpdate<TakeoutState, [said?: unknown]>('withdraw');
/** Has the provider asked at once; refused with `unsupported` where the money has not arrived, WAITING where nobody says. */
export const confirm = defineUpdate<TakeoutState>('confirm');
