import { flow } from '#workflows/kernel/flow.ts';

/** Begun by a schedule every ten minutes. */
export const uploadReconciliation = flow<void>({
  type: 'uploadReconciliation',
  queue: 'business',
  id: () => 'upload-reconciliation',
  realm: () => 'vfine',
  summary: () => 'Finds uploads whose callback was lost',
});
