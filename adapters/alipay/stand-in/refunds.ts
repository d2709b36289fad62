import { yuanOf, type Fen } from '#domain/shared/money.ts';
import { chinaTime, fenIn } from '../wire.ts';
import { feesOf, nextNumber, refundedOf, tradeOf } from './bank.ts';
import { said, type BizContent, type Said } from './say.ts';
import type { BankState, Trade } from './state.ts';
import { isShort } from './transfers.ts';

const answer = (trade: Trade, change: 'Y' | 'N'): Said =>
  said('10000', undefined, {
    out_trade_no: trade.number,
    trade_no: trade.tradeNo,
    buyer_logon_id: '159****5620',
    fund_change: change,
    refund_fee: yuanOf(refundedOf(trade)),
  });

/** What of the fee comes back with a refund of so much: in the end all that was charged. */
function feeBackOf(trade: Trade, fen: Fen): Fen {
  const charged = 0 - (trade.fees?.[0]?.fen ?? 0);
  const kept = Math.round((charged * (trade.fen - refundedOf(trade) - fen)) / trade.fen);
  return 0 - feesOf(trade) - kept;
}

/** `alipay.trade.refund`: the same number again gives nothing more, all together never more than was paid. */
export function refund(state: BankState, content: BizContent, now: number): Said {
  const { out_trade_no, out_request_no, refund_amount } = content;
  const trade = tradeOf(state, out_trade_no, now);
  if (!trade) return said('40004', 'ACQ.TRADE_NOT_EXIST');
  const fen = fenIn(refund_amount);
  if (fen === undefined || fen < 1) return said('40004', 'ACQ.INVALID_PARAMETER');
  // Without a number it can only be a refund of everything.
  if (out_request_no === undefined && fen !== trade.fen) return said('40004', 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL');
  const number = typeof out_request_no === 'string' ? out_request_no : trade.number;
  const known = trade.refunds.find((one) => one.number === number);
  if (known) return known.fen === fen ? answer(trade, 'N') : said('40004', 'ACQ.DISCORDANT_REPEAT_REQUEST');
  if (trade.paidAt === undefined) return said('40004', 'ACQ.TRADE_STATUS_ERROR');
  if (refundedOf(trade) + fen > trade.fen) return said('40004', 'ACQ.REASON_TRADE_REFUND_FEE_ERR');
  const feeBack = feeBackOf(trade, fen);
  if (isShort(state, fen - feeBack, now)) return said('40004', 'ACQ.SELLER_BALANCE_NOT_ENOUGH');
  trade.refunds.push({ number, fen, at: now });
  if (feeBack > 0) trade.fees?.push({ number: nextNumber(state, now), fen: feeBack, at: now });
  if (refundedOf(trade) === trade.fen) trade.status = 'TRADE_CLOSED';
  return answer(trade, 'Y');
}

/** `alipay.trade.fastpay.refund.query`: 10000 without the refund's data where there is no such refund. */
export function queryRefund(state: BankState, content: BizContent, now: number): Said {
  const trade = tradeOf(state, content['out_trade_no'], now);
  if (!trade) return said('40004', 'TRADE_NOT_EXIST');
  const found = trade.refunds.find(({ number }) => number === content['out_request_no']);
  const named = { out_trade_no: trade.number, trade_no: trade.tradeNo };
  if (!found) return said('10000');
  return said('10000', undefined, {
    ...named,
    out_request_no: found.number,
    total_amount: yuanOf(trade.fen),
    refund_amount: yuanOf(found.fen),
    refund_status: 'REFUND_SUCCESS',
    gmt_refund_pay: chinaTime(new Date(found.at)),
  });
}
