import { chinaDayOf, dayAfter } from '#domain/payouts/china-day.plan.ts';
import { billKeyOf } from '#domain/reconciliation/compare.plan.ts';
import { sum, type Books } from '../books.ts';
import type { CaseRow, MovementRow, ShopState } from './shop-state.ts';

interface Billed {
  key: string;
  day: string;
  fen: number;
}

const bare = (id: string): string => id.replaceAll('-', '');

/** Under what name a bill has what was booked. */
function keyOf({ kind, about }: MovementRow, refunds: ShopState['refunds']): string {
  if (kind === 'payment') return `trade:${bare(about)}`;
  if (kind === 'takeout-paid') return `transfer:${bare(about)}`;
  const late = refunds.find(({ order, kind: of }) => kind === 'payment-returned' && order === about && of === 'late');
  return `refund:${bare(late?.id ?? about)}`;
}

const named = ({ key, kind, day }: Pick<CaseRow, 'key' | 'kind' | 'day'>): string => `${kind} of ${key} on ${day}`;

const sumOf = (rows: readonly { key: string; fen: number }[], wanted: string): number =>
  sum(rows.filter(({ key }) => key === wanted).map(({ fen }) => fen));

/** Fees aside, which are booked as they are billed: every difference that a day's bill had with what was booked when it was compared. */
function expected({ days, movements, refunds }: ShopState, billed: readonly Billed[]): string[] {
  const others = movements.filter(({ kind }) => !kind.startsWith('provider-fee'));
  const booked = others.map((one) => ({ ...one, key: keyOf(one, refunds) }));
  const missed = new Set<string>();
  const read = new Set<string>();
  return days
    .toSorted((a, b) => a.written - b.written)
    .flatMap(({ day, written }) => {
      read.add(day);
      const known = booked.filter((one) => one.written < written);
      const given = billed.filter((one) => read.has(one.day));
      const soFar = given.filter((one) => one.day <= day);
      const today = new Set(soFar.filter((one) => one.day === day).map(({ key }) => key));
      const found = [...today].flatMap((key) => {
        if (!known.some((one) => one.key === key)) return [named({ key, kind: 'missing_here', day })];
        return sumOf(known, key) === sumOf(soFar, key) ? [] : [named({ key, kind: 'different_sum', day })];
      });
      const unbilled = known.filter(({ key, at }) => chinaDayOf(new Date(at)) <= day && !missed.has(key));
      for (const { key } of unbilled) {
        if (given.some((one) => one.key === key)) continue;
        missed.add(key);
        found.push(named({ key, kind: 'missing_there', day }));
      }
      return found;
    });
}

/** The cases are what the bills that were given tell otherwise than the books, no more and no less. */
export function billFaults(state: ShopState, provider: Books): string[] {
  const billed = [...provider.bills()].flatMap(([day, rows]) =>
    rows.filter(({ kind }) => kind !== 'fee').map((row) => ({ key: billKeyOf(row), day, fen: row.fen })),
  );
  const wanted = expected(state, billed);
  const seen = state.cases.map(named);
  return [
    ...wanted.filter((one) => !seen.includes(one)).map((one) => `nobody noticed: ${one}`),
    ...seen.filter((one) => !wanted.includes(one)).map((one) => `a case of nothing: ${one}`),
  ];
}

/** Since money moved for the first time every day up to the last one is compared. */
export function dayFaults({ days, movements }: ShopState, last: string): string[] {
  const wrong: string[] = [];
  const first = movements.map(({ at }) => chinaDayOf(new Date(at))).toSorted()[0] ?? last;
  for (let day = first; day <= last; day = dayAfter(day))
    if (!days.some((one) => one.day === day)) wrong.push(`the bill of ${day} was not compared`);
  return wrong;
}
