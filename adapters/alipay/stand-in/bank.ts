import { randomBytes } from 'node:crypto';
import { yuanOf, type Fen } from '#domain/shared/money.ts';
import { chinaTime, fenIn, fromChinaTime } from '../wire.ts';
import { said, type BizContent, type Said } from './say.ts';
import type { BankState, Offer, Trade } from './state.ts';

const fifteenDays = 15 * 24 * 3600_000;
const mostFen = 100_000_000_00;

interface Links {
  notifyUrl?: string | undefined;
  returnUrl?: string | undefined;
}

/** A number as Alipay gives them: the day, and 20 further digits. */
export function nextNumber(state: BankState, at: number): string {
  state.serial++;
  const day = chinaTime(new Date(at)).slice(0, 10).replaceAll('-', '');
  return `${day}${String(at % 1_000_000).padStart(6, '0')}${String(state.serial).padStart(14, '0')}`;
}

/** Closes what was not paid in time; everything that reads a trade asks here. */
export function tradeOf(state: BankState, number: unknown, now: number): Trade | undefined {
  const trade = typeof number === 'string' ? state.trades[number] : undefined;
  if (trade?.status === 'WAIT_BUYER_PAY' && trade.expiresAt <= now) trade.status = 'TRADE_CLOSED';
  return trade;
}

export const refundedOf = ({ refunds }: Trade): Fen => refunds.reduce((sum, { fen }) => sum + fen, 0);

/** What was given back of fees less what was charged. */
export const feesOf = ({ fees = [] }: Trade): Fen => fees.reduce((sum, { fen }) => sum + fen, 0);

/** Charges the fee of a trade, rounded half up. */
function charge(state: BankState, trade: Trade, now: number): void {
  const fen = Math.round((trade.fen * (state.feeRate ?? 0)) / 10_000);
  if (fen > 0) trade.fees = [{ number: nextNumber(state, now), fen: -fen, at: now }];
}

/** What is asked for, or the refusal of what cannot be. */
function offerIn(content: BizContent, links: Links, now: number): Offer | Said {
  const { out_trade_no: number, total_amount, subject, time_expire } = content;
  const fen = fenIn(total_amount);
  if (typeof number !== 'string' || !/^[\w]{1,64}$/.test(number)) return said('40004', 'ACQ.INVALID_PARAMETER');
  if (typeof subject !== 'string' || subject === '' || subject.length > 256)
    return said('40004', 'ACQ.INVALID_PARAMETER');
  if (fen === undefined || fen < 1 || fen > mostFen) return said('40004', 'ACQ.TOTAL_FEE_EXCEED');
  const expiresAt = time_expire === undefined ? now + fifteenDays : fromChinaTime(time_expire)?.getTime();
  if (expiresAt === undefined || expiresAt <= now) return said('40004', 'ACQ.INVALID_PARAMETER');
  const { notifyUrl, returnUrl } = links;
  const code = `bax${randomBytes(12).toString('hex')}`;
  return { number, fen, subject, expiresAt, code, ...(notifyUrl && { notifyUrl }), ...(returnUrl && { returnUrl }) };
}

/** The refusal of a number that stands for something else already, or for what is over. */
function conflictOf(state: BankState, offer: Offer, now: number): Said | undefined {
  const trade = tradeOf(state, offer.number, now);
  if (trade?.status === 'TRADE_SUCCESS') return said('40004', 'ACQ.TRADE_HAS_SUCCESS');
  if (trade?.status === 'TRADE_CLOSED') return said('40004', 'ACQ.TRADE_HAS_CLOSE');
  const known = trade ?? state.offers[offer.number];
  if (known && (known.fen !== offer.fen || known.subject !== offer.subject))
    return said('40004', 'ACQ.CONTEXT_INCONSISTENT');
  return undefined;
}

/** `alipay.trade.precreate`: a QR code; the same request again gives the same one. */
export function precreate(state: BankState, content: BizContent, links: Links, now: number): Said {
  const offer = offerIn(content, links, now);
  if ('msg' in offer) return offer;
  const conflict = conflictOf(state, offer, now);
  if (conflict) return conflict;
  const kept = (state.offers[offer.number] ??= offer);
  return said('10000', undefined, { out_trade_no: kept.number, qr_code: kept.code });
}

/** Somebody has scanned the code or opened the page: from now on there is a trade. */
export function begin(state: BankState, offer: Offer, now: number): Trade {
  const { code: _, ...wanted } = offer;
  return (state.trades[offer.number] ??= {
    ...wanted,
    tradeNo: nextNumber(state, now),
    status: 'WAIT_BUYER_PAY',
    createdAt: now,
    refunds: [],
  });
}

/** `alipay.trade.page.pay`: the trade to show the cashier of, or the refusal. */
export function openPage(state: BankState, content: BizContent, links: Links, now: number): Trade | Said {
  if (content['product_code'] !== 'FAST_INSTANT_TRADE_PAY') return said('40004', 'ACQ.INVALID_PARAMETER');
  const offer = offerIn(content, links, now);
  if ('msg' in offer) return offer;
  const trade = tradeOf(state, offer.number, now);
  if (trade && trade.fen === offer.fen) return trade; // the cashier says itself what has become of it
  return conflictOf(state, offer, now) ?? begin(state, offer, now);
}

/** `alipay.trade.query` */
export function query(state: BankState, content: BizContent, now: number): Said {
  const trade = tradeOf(state, content['out_trade_no'], now);
  if (!trade) return said('40004', 'ACQ.TRADE_NOT_EXIST');
  const { number, tradeNo, status, fen, paidAt } = trade;
  return said('10000', undefined, {
    out_trade_no: number,
    trade_no: tradeNo,
    trade_status: status,
    total_amount: yuanOf(fen),
    buyer_logon_id: '159****5620',
    ...(paidAt !== undefined && { send_pay_date: chinaTime(new Date(paidAt)) }),
  });
}

/** `alipay.trade.close`: only what waits for its buyer. A code that nobody scanned is no trade, and stays payable. */
export function close(state: BankState, content: BizContent, now: number): Said {
  const trade = tradeOf(state, content['out_trade_no'], now);
  if (!trade) return said('40004', 'ACQ.TRADE_NOT_EXIST');
  if (trade.status !== 'WAIT_BUYER_PAY') return said('40004', 'ACQ.TRADE_STATUS_ERROR');
  trade.status = 'TRADE_CLOSED';
  return said('10000', undefined, { out_trade_no: trade.number, trade_no: trade.tradeNo });
}

/** The buyer has pressed the button; false where there is nothing left to pay. */
export function pay(state: BankState, number: string, now: number): boolean {
  const trade = tradeOf(state, number, now);
  if (trade?.status !== 'WAIT_BUYER_PAY') return false;
  trade.status = 'TRADE_SUCCESS';
  trade.paidAt = now;
  charge(state, trade, now);
  return true;
}
