import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Fen } from '#domain/shared/money.ts';

/** A movement of the account that is neither trade nor transfer. */
export interface Movement {
  number: string;
  /** What came in; what went out is negative. */
  fen: Fen;
  at: number;
}

/** Times are ms since 1970. */
export interface Trade {
  number: string;
  tradeNo: string;
  fen: Fen;
  subject: string;
  status: 'WAIT_BUYER_PAY' | 'TRADE_CLOSED' | 'TRADE_SUCCESS';
  createdAt: number;
  expiresAt: number;
  paidAt?: number;
  notifyUrl?: string;
  returnUrl?: string;
  refunds: { number: string; fen: Fen; at: number }[];
  /** What was charged for it, negative, and what of that was given back. */
  fees?: Movement[];
}

/** What a QR code stands for until somebody scans it: no trade yet. */
export type Offer = Pick<Trade, 'number' | 'fen' | 'subject' | 'expiresAt' | 'notifyUrl' | 'returnUrl'> & {
  code: string;
};

export interface Transfer {
  number: string;
  orderId: string;
  fen: Fen;
  account: string;
  name: string;
  at: number;
  /** How it ends and when: it is DEALING before. */
  outcome: 'SUCCESS' | 'FAIL';
  settlesAt: number;
  /** When money that had arrived comes back. */
  returnsAt?: number;
}

/** A notification that is not yet acknowledged. */
export interface Pending {
  notifyId: string;
  url: string;
  fields: Record<string, string>;
  /** Deliveries made. */
  tries: number;
  dueAt: number;
  /** Waits to be let go by hand. */
  held?: boolean;
}

export interface BankState {
  serial: number;
  offers: Record<string, Offer>;
  trades: Record<string, Trade>;
  transfers: Record<string, Transfer>;
  /** Money of the merchant's own that was put into the account, or drawn out of it. */
  topUps: Movement[];
  pending: Pending[];
  /** What a daily bill says of a number instead of the truth: another sum, or nothing at all. */
  billFaults: Record<string, Fen | null>;
  /** What is charged of a trade, in ten-thousandths; none: nothing. */
  feeRate?: number;
  /** What lies in our account besides what came and went here; none: always enough. */
  funds?: Fen;
}

const empty = (): BankState => ({
  serial: 0,
  offers: {},
  trades: {},
  transfers: {},
  topUps: [],
  pending: [],
  billFaults: {},
});

/** What the bank knows, kept in a file so that it outlives its process; without a file, in memory. */
export function openState(file?: string, funds?: Fen): { state: BankState; save(): void } {
  const fresh = { ...empty(), ...(funds !== undefined && { funds }) };
  const state =
    file && existsSync(file) ? { ...empty(), ...(JSON.parse(readFileSync(file, 'utf8')) as BankState) } : fresh;
  return {
    state,
    save() {
      if (!file) return;
      writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}
