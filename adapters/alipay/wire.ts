import { fenOf, type Fen } from '#domain/shared/money.ts';

const chinaMs = 8 * 3600_000;

/** A moment as Alipay writes it: China's time, to the second. */
export const chinaTime = (at: Date): string =>
  new Date(at.getTime() + chinaMs).toISOString().slice(0, 19).replace('T', ' ');

/** The moment that Alipay writes so; undefined where it is none. */
export function fromChinaTime(text: unknown): Date | undefined {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text.trim())) return undefined;
  const at = new Date(`${text.trim().replace(' ', 'T')}+08:00`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** A sum as Alipay writes it, in yuan; undefined where it is none. */
export function fenIn(yuan: unknown): Fen | undefined {
  try {
    return typeof yuan === 'string' || typeof yuan === 'number' ? fenOf(yuan) : undefined;
  } catch {
    return undefined;
  }
}
