import { zipSync } from 'fflate';
import { yuanOf, type Fen } from '#domain/shared/money.ts';
import { chinaTime } from '../wire.ts';
import type { BankState } from './state.ts';
import { isGone } from './transfers.ts';

const time = (at: number): string => chinaTime(new Date(at));
const isOn = (date: string) => (at: number) => time(at).startsWith(date);

/** Characters of GBK by what they are decoded to; browsers and Node can only decode it. */
function encoder(): (text: string) => Uint8Array {
  const decoder = new TextDecoder('gbk');
  const codes = new Map<string, [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++)
      if (trail !== 0x7f) codes.set(decoder.decode(new Uint8Array([lead, trail])), [lead, trail]);
  const bytesOf = (sign: string): number[] => (sign < '\u0080' ? [sign.charCodeAt(0)] : (codes.get(sign) ?? [0x3f]));
  return (text) => new Uint8Array(Array.from(text).flatMap(bytesOf));
}
let encode: ((text: string) => Uint8Array) | undefined;

const tradeHead = '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,订单金额(元),退款批次号/请求号,备注';
const accountHead =
  '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额(+元),支出金额(-元),账户余额(元),业务类型,备注';

/** The sum as the bill says it; undefined where the bill keeps silent about it. */
function billed(state: BankState, number: string, fen: Fen): Fen | undefined {
  const fault = state.billFaults[number];
  return fault === null ? undefined : (fault ?? fen);
}

/** Cells carry tabs, so that spreadsheets take numbers for text. */
const line = (cells: string[]): string => cells.map((cell) => `${cell}\t`).join(',');

function tradeLines(state: BankState, date: string): string[] {
  const isToday = isOn(date);
  return Object.values(state.trades).flatMap((trade) => {
    const { number, tradeNo, subject, createdAt, paidAt, refunds } = trade;
    const row = (kind: string, key: string, fen: Fen, at: number, request: string) => {
      const sum = billed(state, key, fen);
      if (sum === undefined || !isToday(at)) return [];
      const shown = kind === '退款' ? `-${yuanOf(sum)}` : yuanOf(sum);
      return [
        line([tradeNo, number, kind, subject.replaceAll(',', ' '), time(createdAt), time(at), shown, request, '']),
      ];
    };
    return [
      ...(paidAt === undefined ? [] : row('交易', number, trade.fen, paidAt, '')),
      ...refunds.flatMap((one) => row('退款', one.number, one.fen, one.at, one.number)),
    ];
  });
}

function accountLines(state: BankState, date: string, now: number): string[] {
  const isToday = isOn(date);
  return Object.values(state.transfers)
    .filter((one) => isToday(one.at) && isGone(one, now))
    .flatMap(({ number, orderId, fen, at, account }) => {
      const sum = billed(state, number, fen);
      const cells = [
        orderId,
        orderId,
        number,
        '转账',
        time(at),
        account,
        '0.00',
        `-${yuanOf(sum ?? 0)}`,
        '0.00',
        '转账',
        '',
      ];
      return sum === undefined ? [] : [line(cells)];
    });
}

/** A day's bill as Alipay makes it: a zip of a detailed table and its sums, in GBK. */
export function billOf(state: BankState, type: 'trade' | 'signcustomer', date: string, now: number): Uint8Array {
  encode ??= encoder();
  const lines = type === 'trade' ? tradeLines(state, date) : accountLines(state, date, now);
  const head = type === 'trade' ? tradeHead : accountHead;
  const details = [`#支付宝明细查询`, `#起始日期：[${date}]`, head, ...lines, `#导出时间：[${time(now)}]`].join('\r\n');
  const sums = ['#支付宝业务汇总查询', '门店编号,交易订单总笔数', `合计,${lines.length}`].join('\r\n');
  return zipSync({ 'details.csv': encode(details), 'summary.csv': encode(sums) });
}
