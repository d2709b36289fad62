import type { BillRow, Payments, Unknown } from '#domain/ports/payments.ts';
import type { Fen } from '#domain/shared/money.ts';
import { cellIn, fenOf, tableIn, timeOf, type Cells } from './bill-table.ts';
import type { Gateway } from './gateway.ts';
import { read, unknown } from './trades.ts';

const patienceMs = 60_000;

/** Trades and refunds; movements of the account, transfers among them. */
type BillType = 'trade' | 'signcustomer';

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

/**
 * What Alipay charges for its service and gives back. Assumed from bills that others have shown: 收费 (and 服务费) only goes out
 * and 退费 only comes in, each with a number of its own; what is called so and moves otherwise is for people to look at.
 */
const isFee = (type: string, fen: Fen): boolean =>
  fen < 0 ? type === '收费' || type === '服务费' : fen > 0 && type === '退费';

/** Our transfers go by our number; fees, and what is neither, e.g. a bank withdrawal, by the movement's own. */
function movementRow(cells: Cells): BillRow {
  const type = cellIn(cells, '业务类型');
  const number = cellIn(cells, '商户订单号');
  const isTransfer = type.includes('转账') && number !== '';
  const fen = fenOf(cells, '收入金额(+元)') - Math.abs(fenOf(cells, '支出金额(-元)'));
  return {
    kind: isTransfer ? 'transfer' : isFee(type, fen) ? 'fee' : 'other',
    providerNumber: cellIn(cells, '业务流水号'),
    number: isTransfer ? number : cellIn(cells, '账务流水号'),
    refundNumber: null,
    fen,
    at: timeOf(cells, '发生时间'),
  };
}

/** Both tables' rows, each movement once: payments and refunds stand in both. */
function rowsIn(trades: readonly Cells[], movements: readonly Cells[]): BillRow[] {
  const traded = new Set(trades.map((cells) => cellIn(cells, '支付宝交易号')));
  const isTold = (cells: Cells) =>
    /支付|付款|退款/.test(cellIn(cells, '业务类型')) && traded.has(cellIn(cells, '业务流水号'));
  return [...trades.map(tradeRow), ...movements.filter((cells) => !isTold(cells)).map(movementRow)];
}

type Table = { state: 'ready'; rows: Cells[] } | { state: 'absent' } | { state: 'unreadable' } | Unknown;

async function download(url: string): Promise<Table> {
  let zip: Uint8Array;
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patienceMs) });
    if (!answer.ok) return unknown(`bill_${answer.status}`);
    zip = new Uint8Array(await answer.arrayBuffer());
  } catch {
    return unknown('bill_unfetched');
  }
  try {
    return { state: 'ready', rows: tableIn(zip) };
  } catch {
    return { state: 'unreadable' };
  }
}

const isFailed = (table: Table): table is Unknown | { state: 'unreadable' } =>
  table.state === 'unknown' || table.state === 'unreadable';

/** Daily bills (`alipay.data.dataservice.bill.downloadurl.query`). */
export function createBills({ call }: Pick<Gateway, 'call'>): Pick<Payments, 'dailyBill'> {
  async function tableOf(type: BillType, date: string): Promise<Table> {
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
      const failed = tables.find(isFailed);
      if (failed) return failed;
      const [trades, movements] = tables.map((table) => (table.state === 'ready' ? table.rows : undefined));
      if (!trades && !movements) return { state: 'absent' };
      try {
        return { state: trades && movements ? 'ready' : 'partial', rows: rowsIn(trades ?? [], movements ?? []) };
      } catch {
        return { state: 'unreadable' };
      }
    },
  };
}
