import { close, precreate, query } from './bank.ts';
import { linesOf } from './bill.ts';
import { queryRefund, refund } from './refunds.ts';
import { said, type BizContent, type Said } from './say.ts';
import type { BankState } from './state.ts';
import { queryTransfer, transfer } from './transfers.ts';
import { chinaTime } from '../wire.ts';

export type Params = Readonly<Record<string, string>>;
type Method = (state: BankState, content: BizContent, now: number, params: Params) => Said;

export const linksOf = ({ notify_url: notifyUrl, return_url: returnUrl }: Params) => ({ notifyUrl, returnUrl });

interface BillOptions {
  base: string;
  isEarly: boolean;
}

/** Where a day's bill is fetched; there is none before the day is over in China, nor of what nothing moved of. */
function billLink(state: BankState, content: BizContent, now: number, { base, isEarly }: BillOptions): Said {
  const { bill_type: type, bill_date: date } = content;
  if ((type !== 'trade' && type !== 'signcustomer') || typeof date !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(date))
    return said('40004', 'isp.bill_type_or_date_invalid');
  const isOver = isEarly || date < chinaTime(new Date(now)).slice(0, 10);
  if (!isOver || linesOf(state, type, date, now).length === 0) return said('40004', 'isp.bill_not_exist');
  return said('10000', undefined, { bill_download_url: `${base}/bill/${type}/${date}.zip` });
}

/** A code that a browser can open, too. */
const withLink = ({ qr_code: code, ...answer }: Said, base: string): Said => ({
  ...answer,
  ...(code && { qr_code: `${base}/qr/${code}` }),
});

/** What the gateway can be asked by programs. `base` is where the stand-in is reached. */
export const methodsOf = (base: string, earlyBills: boolean): Record<string, Method> => ({
  'alipay.trade.precreate': (state, content, now, params) =>
    withLink(precreate(state, content, linksOf(params), now), base),
  'alipay.trade.query': query,
  'alipay.trade.close': close,
  'alipay.trade.refund': refund,
  'alipay.trade.fastpay.refund.query': queryRefund,
  'alipay.fund.trans.uni.transfer': transfer,
  'alipay.fund.trans.common.query': queryTransfer,
  'alipay.data.dataservice.bill.downloadurl.query': (state, content, now) =>
    billLink(state, content, now, { base, isEarly: earlyBills }),
});

/** The business part of a request; undefined where it is no JSON object. */
export function contentIn({ biz_content: text = '' }: Params): BizContent | undefined {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null ? (content as BizContent) : undefined;
  } catch {
    return undefined;
  }
}
