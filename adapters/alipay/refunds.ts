import type { Payments } from '#domain/ports/payments.ts';
import { yuanOf, type Fen } from '#domain/shared/money.ts';
import type { Answer, Gateway } from './gateway.ts';
import { read, refused, unknown } from './trades.ts';
import { fenIn } from './wire.ts';

/**
 * The sum that a query found given back. 10000 alone says that the question was understood, not that there is a refund;
 * without REFUND_SUCCESS it was not made.
 */
function refundedIn(answer: Answer, refundNumber: string): Fen | undefined {
  const fen = fenIn(answer['refund_amount']);
  const isDone = answer['refund_status'] === 'REFUND_SUCCESS';
  return fen && isDone && answer['out_request_no'] === refundNumber ? fen : undefined;
}

/** Refunds (`alipay.trade.refund` and its query). */
export const createRefunds = ({ call }: Pick<Gateway, 'call'>): Pick<Payments, 'refund' | 'queryRefund'> => ({
  async refund({ number, refundNumber, fen, reason }) {
    const content = {
      out_trade_no: number,
      refund_amount: yuanOf(fen),
      out_request_no: refundNumber,
      refund_reason: reason,
    };
    return read(await call('alipay.trade.refund', content), (answer) => {
      if (answer.code !== '10000') return refused(answer);
      // N: it was done before under this number, or is not done yet; a query tells which.
      return answer['fund_change'] === 'Y' ? { state: 'done' } : unknown('no_fund_change');
    });
  },

  queryRefund: async ({ number, refundNumber }) =>
    read(
      await call('alipay.trade.fastpay.refund.query', { out_trade_no: number, out_request_no: refundNumber }),
      (answer) => {
        if (answer.sub_code?.endsWith('NOT_EXIST')) return { state: 'absent' };
        if (answer.code !== '10000') return unknown(answer.sub_code ?? answer.code);
        const fen = refundedIn(answer, refundNumber);
        return fen === undefined ? { state: 'absent' } : { state: 'done', fen };
      },
    ),
});
