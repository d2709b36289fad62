import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { hear } from '#tests/kit/child.ts';
import globalSetup from '#tests/kit/global-setup.ts';
import globalTeardown from '#tests/kit/global-teardown.ts';
import type { Told } from './scheduler.ts';

/** A story to be told. */
export interface Commission {
  scenario: string;
  seed: number;
}

/** A process that tells one story after the other. */
function hireTeller() {
  const child = fork(fileURLToPath(new URL('teller.ts', import.meta.url)), { serialization: 'advanced' });
  const ears = hear(child);
  return {
    tell(commission: Commission): Promise<Told> {
      child.send(commission);
      return ears.next() as Promise<Told>;
    },
    async dismiss(): Promise<void> {
      if (child.connected) child.disconnect();
      await ears.gone();
    },
  };
}

/** Tells stories on virtual servers, side by side by as many processes as there are processors; `take` hears of each at its end. */
export async function tellVirtually(
  commissions: readonly Commission[],
  take: (commission: Commission, told: Told) => void,
): Promise<void> {
  const waiting = commissions.values();
  const crew = Math.min(availableParallelism(), commissions.length);
  const work = async (): Promise<void> => {
    const teller = hireTeller();
    try {
      for (const commission of waiting) take(commission, await teller.tell(commission));
    } finally {
      await teller.dismiss();
    }
  };
  await globalSetup();
  try {
    await Promise.all(Array.from({ length: crew }, work));
  } finally {
    await globalTeardown();
  }
}
