import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Control } from '#adapters/alipay/stand-in/faults.ts';
import type { Office } from '#adapters/alipay/stand-in/office.ts';
import type { BankState } from '#adapters/alipay/stand-in/state.ts';
import type { Platform } from './platform.ts';

/** The Alipay stand-in that a platform has started: its books, and the place where it is told to misbehave. */
export function bankOf({ folder }: Pick<Platform, 'folder'>) {
  /** Where it listens; a second start of the platform puts it elsewhere. */
  function origin(): string {
    const log = readFileSync(join(folder, 'logs', 'alipay.log'), 'utf8');
    return `http://${log.match(/127\.0\.0\.1:\d+/g)?.at(-1)}`;
  }
  /** Its books as they lie in its folder. */
  const ledger = (): string => readFileSync(join(folder, 'alipay', 'bank.json'), 'utf8');
  return {
    origin,
    ledger,
    books: () => JSON.parse(ledger()) as BankState,
    async control(what: z.input<typeof Control>): Promise<ReturnType<Office['obey']>> {
      const answer = await fetch(`${origin()}/control`, { method: 'POST', body: JSON.stringify(what) });
      return (await answer.json()) as ReturnType<Office['obey']>;
    },
  };
}
export type StandInBank = ReturnType<typeof bankOf>;
