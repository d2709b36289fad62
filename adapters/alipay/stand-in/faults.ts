import { z } from 'zod';

/**
 * How calls of a method go wrong: `lost` does what was asked and cuts the connection, `before` and `after` answer
 * SYSTEM_ERROR without and with the effect, `unavailable` answers 20000 with it, `slow` answers late, `refuse` answers
 * `code` without the effect.
 */
const Fault = z.object({
  method: z.string(),
  kind: z.enum(['lost', 'before', 'after', 'unavailable', 'slow', 'refuse']),
  times: z.int().min(1).default(1),
  ms: z.int().min(0).default(0),
  code: z.string().default('ACQ.SYSTEM_ERROR'),
});
export type Fault = z.output<typeof Fault>;

/**
 * What becomes of notifications: sent at once; `lost` for ever; sent `twice`; `late` by so many ms; `held` until they are
 * released, the last one first.
 */
const Notices = z.object({ mode: z.enum(['normal', 'lost', 'twice', 'late', 'held']), ms: z.int().min(0).default(0) });
export type Notices = z.output<typeof Notices>;

/** What may be asked of the stand-in at POST /control. */
export const Control = z.object({
  faults: z.array(Fault).optional(),
  /** Forgets faults that have not happened yet. */
  calm: z.boolean().optional(),
  notices: Notices.optional(),
  /** Lets go what is held. */
  release: z.boolean().optional(),
  /** Pays a trade, scanning its code first where nobody did. */
  pay: z.string().optional(),
  /** From now on nothing is paid that the account does not hold: this sum and what has come and gone. */
  funds: z.int().min(0).optional(),
  /** Puts so much of the merchant's own into the account. */
  topUp: z.int().min(1).optional(),
  /** Draws so much out of it, to the merchant's bank. */
  draw: z.int().min(1).optional(),
  /** From now on so many ten-thousandths are charged of what is paid; half a fen is one. */
  feeRate: z.int().min(0).max(10_000).optional(),
  /** What a bill says of a number: another sum, or nothing. */
  bill: z.record(z.string(), z.int().nullable()).optional(),
});
export type Control = z.output<typeof Control>;

/** Faults that are still to happen, in the order they were asked for. */
export function createFaults() {
  let waiting: Fault[] = [];
  return {
    add: (faults: readonly Fault[]) => void waiting.push(...faults.map((one) => ({ ...one }))),
    clear: () => void (waiting = []),
    /** The fault that this call meets; it has then happened once more. */
    take(method: string): Fault | undefined {
      const met = waiting.find((one) => one.method === method || one.method === '*');
      if (met && --met.times === 0) waiting = waiting.filter((one) => one !== met);
      return met;
    },
  };
}
