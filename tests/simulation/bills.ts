import { chinaDayOf } from '#domain/payouts/china-day.plan.ts';
import type { BillRow } from '#domain/ports/payments.ts';
import { sum } from './books.ts';
import type { Random } from './random.ts';

const faulty = 0.25; // of the bills
const charging = 0.5; // of the stories
const isFee = ({ kind }: BillRow): boolean => kind === 'fee';

/**
 * The provider's daily bills: what moved on a day, with a row too many, too few or of another sum now and then. In some stories
 * fees are charged of trades, and given back with refunds.
 */
export class Bills {
  readonly given = new Map<string, BillRow[]>();
  readonly #movements: BillRow[] = [];
  readonly #random: Random;
  readonly #now: () => number;
  readonly #count: (fault: string) => void;
  readonly #rate: number;

  constructor(random: Random, now: () => number, count: (fault: string) => void) {
    [this.#random, this.#now, this.#count] = [random, now, count];
    this.#rate = random.chance(charging) ? 0.006 : 0;
  }

  note(row: BillRow): void {
    this.#movements.push(row);
    const fen = row.kind === 'transfer' ? 0 : Math.floor(0 - row.fen * this.#rate); // a refund's is rounded down
    if (fen !== 0) this.#movements.push({ ...row, kind: 'fee', number: `F${this.#movements.length}`, fen });
  }

  /** Fees that no bill has so far. */
  unbilled = (): number =>
    sum(this.#movements.filter((row) => isFee(row) && !this.given.has(chinaDayOf(row.at))).map(({ fen }) => fen));

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
    const [spoilt, ...rest] = this.#random.shuffled(rows.filter((row) => !isFee(row)));
    const others = [...rest, ...rows.filter(isFee)];
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
