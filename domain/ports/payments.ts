import type { Fen } from '#domain/shared/money.ts';

/**
 * Nobody knows whether the call took effect: no answer, an answer that cannot be believed, or a provider that says so
 * itself. Ask (`query…`) before anything else; whatever is sent again carries the same number.
 */
export interface Unknown {
  state: 'unknown';
  /** Code of the provider, or the class of what went wrong; nothing personal. */
  reason: string;
}

/** The provider has understood and refused; nothing happened. `code` is its sub_code. */
export interface Refused {
  state: 'refused';
  code: string;
}

/** One purchase as the provider is asked to take the money for it. */
export interface TradeRequest {
  /** Ours, unique for ever: `out_trade_no`. */
  number: string;
  fen: Fen;
  subject: string;
  /** After this moment the provider takes no money for it. */
  expiresAt: Date;
}

/** What the provider says of a trade; `absent` also where the buyer has not yet begun to pay. */
export type TradeFacts =
  | { state: 'absent' }
  | { state: 'waiting' }
  | { state: 'closed' }
  | { state: 'paid'; tradeNumber: string; fen: Fen; paidAt: Date }
  | Unknown;

/** A message of the provider that bears its signature and is meant for us. What it says of money must be queried. */
export interface PaymentNotification {
  /** The same until we acknowledge it. */
  notifyId: string;
  /** Ours. */
  number: string;
  tradeNumber: string;
  /** WAIT_BUYER_PAY, TRADE_CLOSED, TRADE_SUCCESS or TRADE_FINISHED. */
  status: string;
  fen: Fen;
}

interface RefundRequest {
  /** Of the trade. */
  number: string;
  /** Of the refund, unique for ever: `out_request_no`. */
  refundNumber: string;
  fen: Fen;
  reason: string;
}

interface TransferRequest {
  /** Ours, unique for ever: `out_biz_no`. Another number would be another payment. */
  number: string;
  fen: Fen;
  title: string;
  payee: { account: string; name: string };
}

export type TransferFacts =
  | { state: 'absent' }
  | { state: 'dealing' }
  | { state: 'done'; providerNumber: string; at: Date }
  /** Final: no money has left, or it has come back. */
  | { state: 'failed'; code: string }
  | Unknown;

/** One movement of the provider's daily bill; what went out is negative. */
export interface BillRow {
  kind: 'trade' | 'refund' | 'transfer' | 'fee' | 'other';
  providerNumber: string;
  /** Number of the trade, or of the transfer; of what is neither, or has none of ours, the provider's own. */
  number: string;
  /** Of a refund; null also where it was made without one. */
  refundNumber: string | null;
  fen: Fen;
  at: Date;
}

/**
 * The payment provider. No call throws for what the provider or the way to it does: what happened is in the value, and
 * what nobody knows is `unknown`.
 */
export interface Payments {
  /** Prepares a trade; with the same request again, the same trade. */
  openTrade(request: TradeRequest): Promise<{ state: 'open'; payUrl: string; qrCode: string } | Refused | Unknown>;
  queryTrade(number: string): Promise<TradeFacts>;
  /** Closes what is not paid. `not_closable`: query again, it may have been paid meanwhile. */
  closeTrade(number: string): Promise<{ state: 'closed' } | { state: 'absent' } | { state: 'not_closable' } | Unknown>;
  /** Gives money back; with the same numbers again, nothing more. */
  refund(request: RefundRequest): Promise<{ state: 'done' } | Refused | Unknown>;
  /** Whether this refund was made. */
  queryRefund(
    refund: Pick<RefundRequest, 'number' | 'refundNumber'>,
  ): Promise<{ state: 'done'; fen: Fen } | { state: 'absent' } | Unknown>;
  /** What a notification says; undefined where it is forged, broken or meant for somebody else. */
  readNotification(fields: Readonly<Record<string, string>>): PaymentNotification | undefined;
  /** Pays out; with the same request again, nothing more. */
  transfer(request: TransferRequest): Promise<Exclude<TransferFacts, { state: 'absent' }>>;
  /** `absent`: the request never arrived, and the very same may be sent again. */
  queryTransfer(number: string): Promise<TransferFacts>;
  /**
   * Movements of one day in China, `YYYY-MM-DD`. `partial` where a part of the bill is not there and `absent` where nothing
   * is: it is not written yet, or nothing of its kind moved. `unreadable`: it came, and is none that we understand.
   */
  dailyBill(
    date: string,
  ): Promise<{ state: 'ready' | 'partial'; rows: BillRow[] } | { state: 'absent' } | { state: 'unreadable' } | Unknown>;
}
