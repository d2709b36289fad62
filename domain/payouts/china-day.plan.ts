const offsetMs = 8 * 3600_000; // China keeps one time all year

/** The day of a moment in China, `YYYY-MM-DD`. */
export const chinaDayOf = (at: Date): string => new Date(at.getTime() + offsetMs).toISOString().slice(0, 10);

/** The moment a day of China begins. */
export const beginOfChinaDay = (day: string): Date => new Date(`${day}T00:00:00+08:00`);

const dayMs = 24 * 3600_000;
const shifted = (day: string, ms: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + ms).toISOString().slice(0, 10);
export const dayBefore = (day: string): string => shifted(day, -dayMs);
export const dayAfter = (day: string): string => shifted(day, dayMs);

/** How many months of the year, this day's included, have a pay-out without a break before it. */
export function monthsBefore(day: string, months: ReadonlySet<string>): number {
  const [year = '', month = ''] = day.split('-');
  let count = 0;
  for (let at = Number(month); at >= 1; at--) {
    if (!months.has(`${year}-${String(at).padStart(2, '0')}`)) break;
    count++;
  }
  return count;
}
