import { orderPaymentOf, orderStanding } from '#workflows/order-payment/contract.ts';
import { reconciliation } from '#workflows/reconciliation/contract.ts';
import { standing as takeoutStanding, takeoutOf } from '#workflows/takeout/contract.ts';
import type { Telling } from '../telling.ts';
import type { ShopState } from './shop-state.ts';

const isCancelled = (run: { status: string } | undefined): boolean => /^cancelled$/i.test(run?.status ?? '');

/** Where processes for which nothing is under way differ from what is written down: those of one id, or all at the end. */
export async function processFaults(
  { processes }: Telling,
  { orders, takeouts }: ShopState,
  only?: string,
): Promise<string[]> {
  const matters = [
    ...orders.map(({ id, status }) => ({ id: orderPaymentOf(id), status, query: orderStanding.name })),
    ...takeouts.map(({ id, status }) => ({ id: takeoutOf(id), status, query: takeoutStanding.name })),
  ];
  const isLooked = (id: string): boolean => only === undefined || only === id;
  const wrong: string[] = [];
  for (const { workflowId, waitsFor } of await processes.open()) {
    if (!isLooked(workflowId)) continue;
    if (!waitsFor) wrong.push(`${workflowId} waits for nobody`);
    const isNightly = only !== undefined && workflowId === reconciliation.id();
    if (!isNightly && !matters.some(({ id }) => id === workflowId))
      wrong.push(`${workflowId} is about nothing that is written down`);
  }
  for (const { id, status, query } of matters.filter((one) => isLooked(one.id))) {
    const run = await processes.latest(id, query);
    if (isCancelled(run)) {
      if (status === 'UNFINISHED') wrong.push(`${id} is ${status}, its process is cancelled`);
    } else if (run?.state !== status)
      wrong.push(`${id} is ${status}, its process (${run?.status}) says ${JSON.stringify(run?.state)}`);
  }
  return wrong;
}
