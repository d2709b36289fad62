import type { AccountTraces } from '#activities/business/account-traces.ts';
import { business } from '../kernel/proxies.ts';
import { show } from '../kernel/standing.ts';

const { removeTraces } = business<AccountTraces>();

/** Removes what accounts leave behind and nobody asks for any more. Answers how many rows. */
export async function accountCleanup(): Promise<number> {
  show({ stage: 'CLEANING', details: 'Ended sessions, counted tries and old codes are removed.' });
  const removed = await removeTraces();
  show({ stage: 'DONE', details: `${removed} rows removed.` });
  return removed;
}
