import type { Fen } from '#domain/shared/money.ts';

/**
 * What a seller gets of a price: the rest after the platform's commission of `percent`, rounded down to the fen, so that
 * the platform never pays out more than it took (100.00 at 11 percent is 89.00, 0.01 is 0.00).
 */
export const incomeOf = (price: Fen, percent: number): Fen => Math.floor((price * (100 - percent)) / 100);
