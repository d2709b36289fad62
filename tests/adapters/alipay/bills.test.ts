import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { createBills } from '#adapters/alipay/bills.ts';
import { toGbk } from '#adapters/alipay/stand-in/gbk.ts';
import type { BillRow } from '#domain/ports/payments.ts';

// Heads as Alipay's downloads have them.
const trades = `#支付宝业务明细查询
#账号：[20880000000000010156]
#起始日期：[2026年11月26日 00:00:00]   终止日期：[2026年11月27日 00:00:00]
#-----------------------------------------业务明细列表----------------------------------------
支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注
2026112622001\t,aa\t,交易,授权,2026-11-26 10:00:00,2026-11-26 10:00:30,,,,,*三(186****0000),500.00,500.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,,-3.00,0.00,
2026112622001\t,aa\t,退款,授权,2026-11-26 11:00:00,2026-11-26 11:00:05,,,,,*三(186****0000),-120.50,-120.50,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,rr\t,0.00,0.00,
#-----------------------------------------业务明细列表结束------------------------------------
#导出时间：[2026年11月27日 04:20:00]
`;
const movements = `#支付宝账务明细查询
账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注
1\t,2026112622001\t,aa\t,授权,2026-11-26 10:00:30,*三,500.00,0.00,500.00,支付宝,在线支付,
2\t,2026112611007\t,tt\t,,2026-11-26 12:00:00,*四,0.00,-400.50,99.50,支付宝,转账,
3\t,2026112611007\t,tt\t,,2026-11-26 18:00:00,*四,400.50,,500.00,支付宝,转账退回,
`;
/** Further rows: numbers of the movement, of its business and of ours, what came in, what went out, and its type. */
const othersOf = (rows: string[][]): string =>
  rows
    .map(([serial, business, number, income, expense, type]) =>
      [serial, business, number, '', '2026-11-26 20:00:00', '', income, expense, '', '支付宝', type, ''].join(),
    )
    .join('\n');
const summary = '#支付宝业务汇总查询\n门店编号,交易订单总笔数\n合计,2\n';

let server: Server;
let tables: Record<string, string>;
beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    const files = { '业务明细(汇总).csv': toGbk(summary), '业务明细.csv': toGbk(tables[url.slice(1)] ?? '') };
    response.end(zipSync(files));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

/** The bill that these tables make; there is none of a kind that is undefined. */
function billOf(given: Partial<Record<'trade' | 'signcustomer', string | undefined>> = {}) {
  const shown = { trade: trades, signcustomer: movements, ...given };
  tables = Object.fromEntries(Object.entries(shown).filter((pair): pair is [string, string] => pair[1] !== undefined));
  const { port } = server.address() as AddressInfo;
  const { dailyBill } = createBills({
    async call(_method: string, content: Record<string, unknown>) {
      const type = String(content['bill_type']);
      const answer = { code: '10000', bill_download_url: `http://127.0.0.1:${port}/${type}` };
      return { answer: tables[type] === undefined ? { code: '40004', sub_code: 'isp.bill_not_exist' } : answer };
    },
  });
  return dailyBill('2026-11-26');
}

const at = (time: string) => new Date(`2026-11-26T${time}+08:00`);
const withPlainBrackets = (text: string) => text.replaceAll('（', '(').replaceAll('）', ')');

describe('a bill as Alipay writes it', () => {
  const rows: BillRow[] = [
    {
      kind: 'trade',
      providerNumber: '2026112622001',
      number: 'aa',
      refundNumber: null,
      fen: 500_00,
      at: at('10:00:30'),
    },
    {
      kind: 'refund',
      providerNumber: '2026112622001',
      number: 'aa',
      refundNumber: 'rr',
      fen: -120_50,
      at: at('11:00:05'),
    },
    {
      kind: 'transfer',
      providerNumber: '2026112611007',
      number: 'tt',
      refundNumber: null,
      fen: -400_50,
      at: at('12:00:00'),
    },
    {
      kind: 'transfer',
      providerNumber: '2026112611007',
      number: 'tt',
      refundNumber: null,
      fen: 400_50,
      at: at('18:00:00'),
    },
  ];

  test('tells trades, refunds, transfers and what came back of them', async () => {
    expect(await billOf()).toEqual({ state: 'ready', rows });
  });

  test('drops no movement of the account but payments and refunds that the table of trades has', async () => {
    const more =
      movements +
      othersOf([
        ['4', '2026112622001', 'aa', '0.00', '-120.50', '交易退款'],
        ['5', '2026112622009', 'zz', '9.00', '0.00', '交易付款'],
        ['6', '', '', '0.00', '-100.00', '提现'],
        ['7', 'b', '', '100.00', '0.00', '充值'],
        ['8', '2026112622001', 'aa', '0.00', '-50.00', '交易分账'],
      ]);
    const rest = [
      ['5', 9_00],
      ['6', -100_00],
      ['7', 100_00],
      ['8', -50_00],
    ] as const;
    expect(await billOf({ signcustomer: more })).toMatchObject({
      state: 'ready',
      rows: [...rows, ...rest.map(([number, fen]) => ({ kind: 'other', number, fen, refundNumber: null }))],
    });
  });

  test('tells fees, and not what is called so and moves the other way', async () => {
    const more =
      movements +
      othersOf([
        ['4', '2026112622001', 'aa', '0.00', '-3.00', '收费'],
        ['5', '2026112622001', 'aa', '0.72', '0.00', '退费'],
        ['6', '', '', '0.00', '-1.00', '服务费'],
        ['7', '2026112622001', 'aa', '3.00', '0.00', '收费'],
        ['8', '2026112622001', 'aa', '0.00', '-0.72', '退费'],
        ['9', '2026112622001', 'aa', '0.00', '0.00', '收费'],
      ]);
    const rest = [
      ['fee', '4', -3_00],
      ['fee', '5', 72],
      ['fee', '6', -1_00],
      ['other', '7', 3_00],
      ['other', '8', -72],
      ['other', '9', 0],
    ] as const;
    expect(await billOf({ signcustomer: more })).toMatchObject({
      state: 'ready',
      rows: [...rows, ...rest.map(([kind, number, fen]) => ({ kind, number, fen, refundNumber: null }))],
    });
  });

  test('names what has no number of ours by its own', async () => {
    const byHand = [trades, movements].map((table) => table.replaceAll(/(\t?,)(aa|rr|tt)\t/g, '$1'));
    const [trade = '', signcustomer = ''] = byHand;
    const named: Record<string, string> = { trade: '2026112622001', refund: '2026112622001' };
    const serials = ['2', '3'];
    expect(await billOf({ trade, signcustomer })).toEqual({
      state: 'ready',
      rows: rows.map((row) => {
        const number = named[row.kind] || serials.shift();
        return { ...row, kind: row.kind === 'transfer' ? 'other' : row.kind, number, refundNumber: null };
      }),
    });
  });

  test('is a part of one where a kind of table is not there, and absent without any', async () => {
    const transfers = rows.filter(({ kind }) => kind === 'transfer');
    const signcustomer = movements.replace(/1\t.*\n/, '');
    expect(await billOf({ trade: undefined, signcustomer })).toEqual({ state: 'partial', rows: transfers });
    const others = rows.filter(({ kind }) => kind !== 'transfer');
    expect(await billOf({ signcustomer: undefined })).toEqual({ state: 'partial', rows: others });
    expect(await billOf({ trade: undefined, signcustomer: undefined })).toEqual({ state: 'absent' });
  });

  test('may have half-width brackets', async () => {
    const plain = { trade: withPlainBrackets(trades), signcustomer: withPlainBrackets(movements) };
    expect(await billOf(plain)).toEqual({ state: 'ready', rows });
  });

  test.each<[string, Parameters<typeof billOf>[0]]>([
    ['a column of sums', { trade: trades.replace('订单金额（元）', '金额') }],
    ['the numbers of refunds', { trade: trades.replace('退款批次号/请求号', '批次') }],
    ['the column of expenses', { signcustomer: movements.replace('支出金额（-元）', '支出') }],
    ['a sum that is one', { trade: trades.replace('-120.50', '120,50') }],
    ['a table of details', { trade: summary }],
  ])('without %s is not read as nothing: it is unreadable', async (_name, given) => {
    expect(await billOf(given)).toEqual({ state: 'unreadable' });
  });

  test('may have commas in its remarks, which it does not quote', async () => {
    const remarked = [
      trades.replaceAll(/(0\.00,)\n/g, '$1a,b, 3.00,\n'),
      movements.replaceAll(/(转账,)\n/g, '$1a,b\n'),
    ];
    const [trade = '', signcustomer = ''] = remarked;
    expect(trade).not.toBe(trades);
    expect(await billOf({ trade, signcustomer })).toEqual({ state: 'ready', rows });
  });

  test.each([
    ['a name', 'trade', trades.replace('授权', '授,权')],
    ['an account', 'trade', trades.replace('*三', '*,三')],
    ['a sum', 'trade', trades.replace('500.00,500.00', '1,500.00,1,500.00')],
    ['a coupon', 'trade', trades.replace('0.00,,0.00', '0.00,a,b,0.00')],
    ['a name', 'signcustomer', movements.replace('授权', '授,权')],
    ['a sum', 'signcustomer', movements.replace('*四,400.50', '*四,1,400.50')],
    ['an account', 'signcustomer', movements.replace('*四', '*,四')],
  ])('with a comma in %s of %s is not guessed at: it is unreadable', async (_name, type, table) => {
    expect(await billOf({ [type]: table })).toEqual({ state: 'unreadable' });
  });

  test('that cannot be fetched is unknown, not unreadable', async () => {
    const answer = { code: '10000', bill_download_url: 'http://127.0.0.1:1/trade' };
    const { dailyBill } = createBills({ call: async () => ({ answer }) });
    expect(await dailyBill('2026-11-26')).toEqual({ state: 'unknown', reason: 'bill_unfetched' });
  });
});
