import { zipSync } from 'fflate';
import { yuanOf, type Fen } from '#domain/shared/money.ts';
import { chinaTime } from '../wire.ts';
import { toGbk } from './gbk.ts';
import type { BankState, Movement, Trade, Transfer } from './state.ts';
import { hasLeft } from './transfers.ts';

const time = (at: number): string => chinaTime(new Date(at));
const isOn = (date: string) => (at: number) => time(at).startsWith(date);

// As Alipay heads its tables, with the brackets of Chinese text.
const tradeHead =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,' +
  '支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,' +
  '退款批次号/请求号,服务费（元）,分润（元）,备注';
const accountHead =
  '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注';

/** Cells in the order of a head; columns that are not told are empty. Tabs make spreadsheets take numbers for text. */
const line = (head: string, cells: Record<string, string>): string =>
  head
    .split(',')
    .map((column) => `${cells[column] ?? ''}\t`)
    .join(',');

/** The sum as the bill says it; undefined where the bill keeps silent about it. */
function billed(state: BankState, number: string, fen: Fen): Fen | undefined {
  const fault = state.billFaults[number];
  return fault === null ? undefined : (fault ?? fen);
}

function tradeLines(state: BankState, date: string): string[] {
  const isToday = isOn(date);
  return Object.values(state.trades).flatMap((trade) => {
    const { number, tradeNo, subject, createdAt, paidAt, refunds } = trade;
    const row = (kind: string, key: string, fen: Fen, at: number, request: string) => {
      const sum = billed(state, key, fen);
      if (sum === undefined || !isToday(at)) return [];
      const shown = kind === '退款' ? `-${yuanOf(sum)}` : yuanOf(sum);
      return [
        line(tradeHead, {
          支付宝交易号: tradeNo,
          商户订单号: number,
          业务类型: kind,
          商品名称: subject.replaceAll(',', ' '),
          创建时间: time(createdAt),
          完成时间: time(at),
          '订单金额（元）': shown,
          '商家实收（元）': shown,
          '退款批次号/请求号': request,
        }),
      ];
    };
    return [
      ...(paidAt === undefined ? [] : row('交易', number, trade.fen, paidAt, '')),
      ...refunds.flatMap((one) => row('退款', one.number, one.fen, one.at, one.number)),
    ];
  });
}

/** What moved on the account by a transfer: out, and back again where it was returned. */
function* transferCells(state: BankState, one: Transfer, now: number): Generator<[at: number, Record<string, string>]> {
  const { number, orderId, fen, at, account, returnsAt } = one;
  const sum = billed(state, number, fen);
  if (sum === undefined || !hasLeft(one, now)) return;
  const cells = { 业务流水号: orderId, 商户订单号: number, 对方账号: account, '账户余额（元）': '0.00' };
  const [income, expense] = ['收入金额（+元）', '支出金额（-元）'] as const;
  yield [at, { ...cells, 账务流水号: orderId, [income]: '0.00', [expense]: `-${yuanOf(sum)}`, 业务类型: '转账' }];
  if (returnsAt === undefined || now < returnsAt) return;
  const back = { [income]: yuanOf(fen), [expense]: '0.00', 业务类型: '转账退回' };
  yield [returnsAt, { ...cells, 账务流水号: `${orderId}1`, ...back }];
}

/** A movement that is no transfer, and the trade that it belongs to. */
const movementCells = ({ number, fen }: Movement, type: string, trade?: Trade): Record<string, string> => ({
  账务流水号: number,
  业务流水号: trade?.tradeNo ?? number,
  商户订单号: trade?.number ?? '',
  商品名称: type,
  '收入金额（+元）': yuanOf(Math.max(fen, 0)),
  '支出金额（-元）': fen < 0 ? `-${yuanOf(-fen)}` : '0.00',
  '账户余额（元）': '0.00',
  业务类型: type,
});

/** What moved on the account besides: money of the merchant's own, and fees. */
function* otherCells(state: BankState): Generator<[at: number, Record<string, string>]> {
  for (const one of state.topUps) yield [one.at, movementCells(one, one.fen < 0 ? '提现' : '充值')];
  for (const trade of Object.values(state.trades))
    for (const fee of trade.fees ?? []) {
      const fen = billed(state, fee.number, fee.fen);
      if (fen !== undefined) yield [fee.at, movementCells({ ...fee, fen }, fen < 0 ? '收费' : '退费', trade)];
    }
}

function accountLines(state: BankState, date: string, now: number): string[] {
  const isToday = isOn(date);
  const transfers = Object.values(state.transfers).flatMap((one) => [...transferCells(state, one, now)]);
  return [...transfers, ...otherCells(state)]
    .filter(([at]) => isToday(at))
    .map(([at, cells]) => line(accountHead, { ...cells, 发生时间: time(at) }));
}

export type BillType = 'trade' | 'signcustomer';

/** The rows of a day's bill; without any there is no bill. */
export const linesOf = (state: BankState, type: BillType, date: string, now: number): string[] =>
  type === 'trade' ? tradeLines(state, date) : accountLines(state, date, now);

/** A day's bill as Alipay makes it: a zip of a detailed table and its sums, in GBK. */
export function billOf(state: BankState, type: BillType, date: string, now: number): Uint8Array {
  const lines = linesOf(state, type, date, now);
  const head = type === 'trade' ? tradeHead : accountHead;
  const details = [`#支付宝明细查询`, `#起始日期：[${date}]`, head, ...lines, `#导出时间：[${time(now)}]`].join('\r\n');
  const sums = ['#支付宝业务汇总查询', '门店编号,交易订单总笔数', `合计,${lines.length}`].join('\r\n');
  return zipSync({ 'details.csv': toGbk(details), 'summary.csv': toGbk(sums) });
}
