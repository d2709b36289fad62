import type { Payments, TransferFacts } from '#domain/ports/payments.ts';
import { yuanOf } from '#domain/shared/money.ts';
import type { Answer, Gateway } from './gateway.ts';
import { read, unknown } from './trades.ts';
import { fromChinaTime } from './wire.ts';

const scene = { product_code: 'TRANS_ACCOUNT_NO_PWD', biz_scene: 'DIRECT_TRANSFER' };

/** A user number of Alipay is 16 digits that begin with 2088; whatever else is a login name. */
const identityType = (account: string): string => (/^2088\d{12}$/.test(account) ? 'ALIPAY_USER_ID' : 'ALIPAY_LOGON_ID');

function factsIn(answer: Answer): Exclude<TransferFacts, { state: 'absent' }> {
  const { status, order_id, trans_date, pay_date, error_code } = answer;
  const at = fromChinaTime(pay_date ?? trans_date);
  if (status === 'SUCCESS' && typeof order_id === 'string' && at)
    return { state: 'done', providerNumber: order_id, at };
  if (status === 'FAIL' || status === 'REFUND' || status === 'CLOSED')
    return { state: 'failed', code: typeof error_code === 'string' ? error_code : status };
  if (status === 'DEALING' || status === 'INIT' || status === 'WAIT_PAY') return { state: 'dealing' };
  return unknown('unreadable_answer');
}

/** Pay-outs (`alipay.fund.trans.*`). */
export const createTransfers = ({ call }: Gateway): Pick<Payments, 'transfer' | 'queryTransfer'> => ({
  async transfer({ number, fen, title, payee: { account, name } }) {
    const content = {
      ...scene,
      out_biz_no: number,
      trans_amount: yuanOf(fen),
      order_title: title,
      payee_info: { identity: account, identity_type: identityType(account), name },
    };
    return read(await call('alipay.fund.trans.uni.transfer', content), (answer) =>
      answer.code === '10000' ? factsIn(answer) : { state: 'failed', code: answer.sub_code ?? answer.code },
    );
  },

  queryTransfer: async (number) =>
    read(await call('alipay.fund.trans.common.query', { ...scene, out_biz_no: number }), (answer) => {
      if (answer.code === '10000') return factsIn(answer);
      const sub = answer.sub_code ?? answer.code;
      return sub === 'ORDER_NOT_EXIST' ? { state: 'absent' } : unknown(sub);
    }),
});
