import { unzipSync } from 'fflate';
import type { BillRow, Payments, Unknown } from '#domain/ports/payments.ts';
import type { Fen } from '#domain/shared/money.ts';
import type { Gateway } from './gateway.ts';
import { read, unknown } from './trades.ts';
import { fenIn, fromChinaTime } from './wire.ts';

const mostBytes = 64 * 1024 * 1024;
const patienceMs = 60_000;

/** Trades and refunds; movements of the account, transfers among them. */
type BillType = 'trade' | 'signcustomer';
type Cells = Record<string, string>;

/** A cell by the name of its column; a table without the column is none that can be read. */
function cellIn(cells: Cells, column: string): string {
  const cell = cells[column];
  if (cell === undefined) throw new Error(`no column ${column}`);
  return cell;
}

/** A sum in yuan that may have a sign; an empty cell is nothing. */
function fenOf(cells: Cells, column: string): Fen {
  const [, sign = '', digits = ''] = /^([+-]?)([\d.]+)$/.exec(cellIn(cells, column) || '0') ?? [];
  const fen = fenIn(digits);
  if (fen === undefined) throw new Error('a sum that is none');
  return sign === '-' ? -fen : fen;
}

function timeOf(cells: Cells, column: string): Date {
  const at = fromChinaTime(cellIn(cells, column));
  if (!at) throw new Error('a time that is none');
  return at;
}

/**
 * Rows of a table: lines that begin with # are around it, and cells carry tabs against spreadsheets. Alipay's heads have the
 * full-width brackets of Chinese text, `订单金额（元）`; here they are named by half-width ones, whichever they have. Alipay
 * does not quote: a row of more cells than the head has cannot be read.
 */
function rowsOf(csv: string): Cells[] {
  const [head = [], ...rows] = csv
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').map((cell) => cell.trim()));
  const columns = head.map((column) => column.normalize('NFKC'));
  return rows.map((row) => {
    if (row.length !== columns.length) throw new Error('a row of another length');
    return Object.fromEntries(row.map((cell, i) => [columns[i] ?? '', cell]));
  });
}

function tradeRow(cells: Cells): BillRow {
  const isRefund = cellIn(cells, '业务类型') === '退款';
  const fen = fenOf(cells, '订单金额(元)');
  return {
    kind: isRefund ? 'refund' : 'trade',
    providerNumber: cellIn(cells, '支付宝交易号'),
    number: cellIn(cells, '商户订单号') || cellIn(cells, '支付宝交易号'),
    refundNumber: isRefund ? cellIn(cells, '退款批次号/请求号') || null : null,
    fen: isRefund ? 0 - Math.abs(fen) : fen,
    at: timeOf(cells, '完成时间'),
  };
}

const transferRow = (cells: Cells): BillRow => ({
  kind: 'transfer',
  providerNumber: cellIn(cells, '业务流水号'),
  number: cellIn(cells, '商户订单号') || cellIn(cells, '账务流水号'),
  refundNumber: null,
  fen: fenOf(cells, '收入金额(+元)') - Math.abs(fenOf(cells, '支出金额(-元)')),
  at: timeOf(cells, '发生时间'),
});

/** The detailed one of the tables in a zipped bill; the others are sums. Alipay writes GBK. */
function tableIn(zip: Uint8Array): Cells[] {
  const files = unzipSync(zip, { filter: ({ originalSize }) => originalSize <= mostBytes });
  const details = Object.values(files)
    .map((file) => new TextDecoder('gbk').decode(file))
    .find((csv) => csv.split(/\r?\n/).some((line) => !line.startsWith('#') && line.includes('商户订单号')));
  if (details === undefined) throw new Error('a bill without details');
  return rowsOf(details);
}

async function download(url: string): Promise<Cells[] | Unknown> {
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patienceMs) });
    if (!answer.ok) return unknown(`bill_${answer.status}`);
    return tableIn(new Uint8Array(await answer.arrayBuffer()));
  } catch {
    return unknown('unreadable_bill');
  }
}

/** Daily bills (`alipay.data.dataservice.bill.downloadurl.query`). */
export function createBills({ call }: Pick<Gateway, 'call'>): Pick<Payments, 'dailyBill'> {
  async function tableOf(type: BillType, date: string): Promise<Cells[] | { state: 'absent' } | Unknown> {
    const content = { bill_type: type, bill_date: date };
    const link = read(await call('alipay.data.dataservice.bill.downloadurl.query', content), (answer) => {
      if (answer.sub_code === 'isp.bill_not_exist') return { state: 'absent' } as const;
      const url = answer['bill_download_url'];
      if (answer.code !== '10000' || typeof url !== 'string') return unknown(answer.sub_code ?? answer.code);
      return { state: 'ready', url } as const;
    });
    return link.state === 'ready' ? download(link.url) : link;
  }

  return {
    async dailyBill(date) {
      const tables = [await tableOf('trade', date), await tableOf('signcustomer', date)] as const;
      const failed = tables.find((table): table is Unknown => !Array.isArray(table) && table.state === 'unknown');
      if (failed) return failed;
      const [trades, movements] = tables.map((table) => (Array.isArray(table) ? table : undefined));
      if (!trades && !movements) return { state: 'absent' };
      try {
        const transfers = movements?.filter((cells) => cellIn(cells, '业务类型').includes('转账')) ?? [];
        const rows = [...(trades ?? []).map(tradeRow), ...transfers.map(transferRow)];
        return { state: trades && movements ? 'ready' : 'partial', rows };
      } catch {
        return unknown('unreadable_bill');
      }
    },
  };
}
