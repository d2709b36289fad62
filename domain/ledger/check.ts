import { IsolationLevel, type EntityManager } from '@mikro-orm/core';
import { checkTaxes } from '#domain/payouts/check-taxes.ts';
import { bookProofs, type Proof } from './check-books.ts';
import { eventProofs } from './check-events.ts';

/** One thing that the ledger is held to, and what does not fit; a sound ledger has no findings. */
interface Check {
  name: string;
  /** How much was looked at. */
  checked: number;
  findings: string[];
}

async function prove(em: EntityManager, { name, of, sql }: Proof): Promise<Check> {
  const ask = <T>(query: string): Promise<T[]> =>
    em.getConnection().execute(query, [], 'all', em.getTransactionContext());
  const [counted] = await ask<{ checked: string }>(`select count(*) as checked from ${of}`);
  const found = await ask<{ finding: string }>(sql);
  return { name, checked: Number(counted?.checked), findings: found.map(({ finding }) => finding).toSorted() };
}

/** Proves the ledger by itself and against what happened, on one view of the database. */
export const checkLedger = (em: EntityManager): Promise<Check[]> =>
  em.transactional(
    async (unit) => {
      const checks: Check[] = [];
      for (const proof of [...bookProofs, ...eventProofs]) checks.push(await prove(unit, proof));
      return [...checks, { name: 'every tax follows from its withdrawal', ...(await checkTaxes(unit)) }];
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  );
