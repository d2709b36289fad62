import { chinaTime, fenIn } from '../wire.ts';
import { feesOf, nextNumber, refundedOf } from './bank.ts';
import { said, type BizContent, type Said } from './say.ts';
import type { BankState, Transfer } from './state.ts';

const leastFen = 10;
const mostFen = 50_000_00; // to a person, each time
const mostADay = 1_000_000_00;
const dealingMs = 60_000;

const dayOf = (at: number): string => chinaTime(new Date(at)).slice(0, 10);

function statusOf({ outcome, settlesAt, returnsAt }: Transfer, now: number): string {
  if (now < settlesAt) return 'DEALING';
  if (outcome === 'SUCCESS' && returnsAt !== undefined && now >= returnsAt) return 'REFUND';
  return outcome;
}

/** Has left our account, whether or not it came back. */
export const hasLeft = (transfer: Transfer, now: number): boolean => statusOf(transfer, now) !== 'FAIL';

/** Leaves our account and has not come back. */
const isGone = (transfer: Transfer, now: number): boolean => ['SUCCESS', 'DEALING'].includes(statusOf(transfer, now));

/** The account does not hold so much. */
export function isShort({ funds, topUps, trades, transfers }: BankState, fen: number, now: number): boolean {
  if (funds === undefined) return false;
  const taken = Object.values(trades).filter(({ paidAt }) => paidAt !== undefined);
  const own = topUps.reduce((sum, one) => sum + one.fen, funds);
  const came = taken.reduce((sum, trade) => sum + trade.fen - refundedOf(trade) + feesOf(trade), own);
  const gone = Object.values(transfers).filter((one) => isGone(one, now));
  return gone.reduce((rest, one) => rest - one.fen, came) < fen;
}

function answer(transfer: Transfer, now: number): Said {
  const status = statusOf(transfer, now);
  return said('10000', undefined, {
    out_biz_no: transfer.number,
    order_id: transfer.orderId,
    pay_fund_order_id: transfer.orderId,
    status,
    ...(status === 'FAIL' && { error_code: 'PAYEE_ACCOUNT_STATUS_ERROR', fail_reason: '收款账户异常' }),
    ...(status !== 'DEALING' && status !== 'FAIL' && { pay_date: chinaTime(new Date(transfer.settlesAt)) }),
    trans_date: chinaTime(new Date(transfer.at)),
  });
}

/** Accounts whose names ask for it end otherwise: `dealing…` later, `fail…` not at all, `return…` there and back. */
function courseOf(account: string, now: number): Pick<Transfer, 'outcome' | 'settlesAt' | 'returnsAt'> {
  if (account.startsWith('fail')) return { outcome: 'FAIL', settlesAt: now + dealingMs };
  if (account.startsWith('dealing')) return { outcome: 'SUCCESS', settlesAt: now + dealingMs };
  if (account.startsWith('return')) return { outcome: 'SUCCESS', settlesAt: now, returnsAt: now + dealingMs };
  return { outcome: 'SUCCESS', settlesAt: now };
}

interface Wish {
  number: string;
  fen: number;
  account: string;
  name: string;
}

function wishIn(content: BizContent): Wish | Said {
  const { out_biz_no: number, trans_amount, product_code, biz_scene, payee_info } = content;
  const { identity, identity_type, name } = (payee_info ?? {}) as Record<string, unknown>;
  const fen = fenIn(trans_amount);
  const isOurs = product_code === 'TRANS_ACCOUNT_NO_PWD' && biz_scene === 'DIRECT_TRANSFER';
  const isKnown = identity_type === 'ALIPAY_LOGON_ID' || identity_type === 'ALIPAY_USER_ID';
  if (!isOurs || !isKnown || typeof number !== 'string' || typeof identity !== 'string' || typeof name !== 'string')
    return said('40004', 'INVALID_PARAMETER');
  if (fen === undefined || fen < leastFen) return said('40004', 'INVALID_PARAMETER');
  if (fen > mostFen) return said('40004', 'EXCEED_LIMIT_PERSONAL_SM_AMOUNT');
  if (identity.startsWith('absent')) return said('40004', 'PAYEE_NOT_EXIST');
  return { number, fen, account: identity, name };
}

/** `alipay.fund.trans.uni.transfer`: the same request again is the same transfer, another one with its number is refused. */
export function transfer(state: BankState, content: BizContent, now: number): Said {
  const wish = wishIn(content);
  if ('msg' in wish) return wish;
  const known = state.transfers[wish.number];
  if (known) {
    const isSame = known.fen === wish.fen && known.account === wish.account && known.name === wish.name;
    return isSame ? answer(known, now) : said('40004', 'PAYMENT_INFO_INCONSISTENCY');
  }
  if (isShort(state, wish.fen, now)) return said('40004', 'PAYER_BALANCE_NOT_ENOUGH');
  const today = Object.values(state.transfers).filter((one) => dayOf(one.at) === dayOf(now) && isGone(one, now));
  if (today.reduce((sum, { fen }) => sum + fen, wish.fen) > mostADay)
    return said('40004', 'EXCEED_LIMIT_DM_MAX_AMOUNT');
  const made = { ...wish, orderId: nextNumber(state, now), at: now, ...courseOf(wish.account, now) };
  state.transfers[wish.number] = made;
  return answer(made, now);
}

/** `alipay.fund.trans.common.query` */
export function queryTransfer(state: BankState, content: BizContent, now: number): Said {
  const found = state.transfers[String(content['out_biz_no'])];
  return found ? answer(found, now) : said('40004', 'ORDER_NOT_EXIST');
}
