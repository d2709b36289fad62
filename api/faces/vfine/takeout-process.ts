import { askOrBegin, type Flows } from '#api/kernel/flows.ts';
import type { Takeout } from '#domain/payouts/takeout.entity.ts';
import { isUnderWay } from '#domain/payouts/takeout.machine.ts';
import { takeout, takeoutOf } from '#workflows/takeout/contract.ts';

/** Asks the process of a withdrawal; one whose run was lost on its way is begun again and goes on from there. */
export const withTakeoutProcess = <T>(
  flows: Flows,
  { id: takeoutId, user, fen, status }: Takeout,
  ask: (workflowId: string) => Promise<T>,
): Promise<T> =>
  isUnderWay(status)
    ? askOrBegin(flows, takeout, { takeoutId, userUuid: user.unwrap().uuid, fen }, ask)
    : ask(takeoutOf(takeoutId));
