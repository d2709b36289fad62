import { chinaDayOf } from '#domain/payouts/china-day.plan.ts';
import type { BillRow } from '#domain/ports/payments.ts';
import type { Random } from './random.ts';

const faulty = 0.25; // of the bills

/** The provider's daily bills: what moved on a day, with a row too many, too few or of another sum now and then. */
export class Bills {
  readonly given = new Map<string, BillRow[]>();
  readonly #movements: BillRow[] = [];
  readonly #random: Random;
  readonly #now: () => number;
  readonly #count: (fault: string) => void;

  constructor(random: Random, now: () => number, count: (fault: string) => void) {
    [this.#random, this.#now, this.#count] = [random, now, count];
  }

  note = (row: BillRow): void => void this.#movements.push(row);

  /** The bill of a day that is over, always the same. */
  of(day: string): { state: 'ready'; rows: BillRow[] } | { state: 'absent' } {
    if (day >= chinaDayOf(new Date(this.#now()))) return { state: 'absent' };
    const rows = this.given.get(day) ?? this.#write(day);
    this.given.set(day, rows);
    return { state: 'ready', rows };
  }

  #write(day: string): BillRow[] {
    const rows = this.#movements.filter(({ at }) => chinaDayOf(at) === day);
    if (!this.#random.chance(faulty)) return rows;
    const [spoilt, ...others] = this.#random.shuffled(rows);
    const kind = this.#random.pick(['missing_here', 'missing_there', 'different_sum'] as const);
    if (kind === 'missing_here' || spoilt) this.#count(`bill: ${kind}`);
    if (kind === 'missing_here') {
      const number = this.#random.uuid().replaceAll('-', '');
      const at = new Date(`${day}T12:00:00+08:00`);
      const row: BillRow = {
        kind: 'trade',
        providerNumber: `X${number.slice(0, 8)}`,
        number,
        refundNumber: null,
        fen: 100,
        at,
      };
      return [...rows, row];
    }
    if (!spoilt) return rows;
    return kind === 'missing_there' ? others : [...others, { ...spoilt, fen: spoilt.fen + 1 }];
  }
}
