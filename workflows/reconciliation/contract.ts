import { flow } from '../kernel/flow.ts';

/** Begun by a schedule once a day. */
export const reconciliation = flow<void>({
  type: 'reconciliation',
  queue: 'business',
  id: () => 'reconciliation',
  realm: () => 'vfine',
  summary: () => "Comparison of the provider's bill with the ledger",
});
