import type { Payments, Refused, TradeFacts, TradeRequest, Unknown } from '#domain/ports/payments.ts';
import { yuanOf } from '#domain/shared/money.ts';
import type { Answer, Gateway, Reply } from './gateway.ts';
import { chinaTime, fenIn, fromChinaTime } from './wire.ts';

export const unknown = (reason: string): Unknown => ({ state: 'unknown', reason });
export const refused = ({ code, sub_code: sub }: Answer): Refused => ({ state: 'refused', code: sub ?? code });

/** The answer, read where there is one. */
export const read = <T>(reply: Reply, interpret: (answer: Answer) => T): T | Unknown =>
  'unknown' in reply ? unknown(reply.unknown) : interpret(reply.answer);

const contentOf = ({ number, fen, subject, expiresAt }: TradeRequest) => ({
  out_trade_no: number,
  total_amount: yuanOf(fen),
  subject,
  time_expire: chinaTime(expiresAt),
});

function tradeFacts(answer: Answer, number: string): TradeFacts {
  if (answer.sub_code === 'ACQ.TRADE_NOT_EXIST') return { state: 'absent' };
  if (answer.code !== '10000') return unknown(answer.sub_code ?? answer.code);
  if (answer['out_trade_no'] !== number) return unknown('another_trade');
  const { trade_status: status, trade_no: tradeNumber, total_amount, send_pay_date } = answer;
  if (status === 'WAIT_BUYER_PAY') return { state: 'waiting' };
  const fen = fenIn(total_amount);
  const paidAt = fromChinaTime(send_pay_date);
  // A trade that was paid and given back in full is closed as well; only the date of payment tells.
  if (status === 'TRADE_CLOSED' && !paidAt) return { state: 'closed' };
  if (!['TRADE_SUCCESS', 'TRADE_FINISHED', 'TRADE_CLOSED'].includes(String(status))) return unknown('unknown_status');
  if (typeof tradeNumber !== 'string' || fen === undefined || !paidAt) return unknown('unreadable_answer');
  return { state: 'paid', tradeNumber, fen, paidAt };
}

type TradeCalls = Pick<Payments, 'openTrade' | 'queryTrade' | 'closeTrade'>;

/** Trades (`alipay.trade.*`). */
export const createTrades = ({ call, pageUrl }: Pick<Gateway, 'call' | 'pageUrl'>): TradeCalls => ({
  async openTrade(request) {
    const content = contentOf(request);
    return read(await call('alipay.trade.precreate', content), (answer) => {
      const { code, qr_code: qrCode } = answer;
      if (code !== '10000') return refused(answer);
      if (typeof qrCode !== 'string') return unknown('unreadable_answer');
      const product = { product_code: 'FAST_INSTANT_TRADE_PAY' };
      return { state: 'open', qrCode, payUrl: pageUrl('alipay.trade.page.pay', { ...content, ...product }) };
    });
  },

  queryTrade: async (number) =>
    read(await call('alipay.trade.query', { out_trade_no: number }), (answer) => tradeFacts(answer, number)),

  closeTrade: async (number) =>
    read(await call('alipay.trade.close', { out_trade_no: number }), ({ code, sub_code: sub }) => {
      if (code === '10000') return { state: 'closed' };
      return { state: sub === 'ACQ.TRADE_NOT_EXIST' ? 'absent' : 'not_closable' };
    }),
});
