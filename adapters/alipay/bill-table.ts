import { unzipSync } from 'fflate';
import type { Fen } from '#domain/shared/money.ts';
import { fenIn, fromChinaTime } from './wire.ts';

const mostBytes = 64 * 1024 * 1024;

export type Cells = Record<string, string>;

/** A cell by the name of its column; a table without the column is none that can be read. */
export function cellIn(cells: Cells, column: string): string {
  const cell = cells[column];
  if (cell === undefined) throw new Error(`no column ${column}`);
  return cell;
}

/** A sum in yuan that may have a sign; an empty cell is nothing. */
function sumIn(cell: string): Fen | undefined {
  const [, sign = '', digits = ''] = /^([+-]?)([\d.]+)$/.exec(cell || '0') ?? [];
  const fen = fenIn(digits);
  return fen !== undefined && sign === '-' ? -fen : fen;
}

export function fenOf(cells: Cells, column: string): Fen {
  const fen = sumIn(cellIn(cells, column));
  if (fen === undefined) throw new Error('a sum that is none');
  return fen;
}

export function timeOf(cells: Cells, column: string): Date {
  const at = fromChinaTime(cellIn(cells, column));
  if (!at) throw new Error('a time that is none');
  return at;
}

/** Every sum stands in a column of sums, and no column of them has anything else. */
const fits = (cells: Cells): boolean =>
  Object.entries(cells).every(([column, cell]) =>
    column.endsWith('元)') ? sumIn(cell) !== undefined : !/^[+-]?\d+\.\d\d$/.test(cell),
  );

/**
 * The cells of a row. Alipay does not quote: where a row has more of them than its head, the remark at its end has commas.
 * A comma anywhere else moves sums out of their columns; such a row cannot be read.
 */
function cellsOf(columns: readonly string[], row: readonly string[]): Cells {
  const last = columns.length - 1;
  const remark = row.slice(last).join();
  const cells = Object.fromEntries(columns.map((column, i) => [column, (i < last ? row[i] : remark) ?? '']));
  const isWhole = row.length === columns.length || (row.length > last && columns[last] === '备注' && fits(cells));
  if (!isWhole) throw new Error('a row of another length');
  return cells;
}

/**
 * Rows of a table: lines that begin with # are around it, and cells carry tabs against spreadsheets. Alipay's heads have the
 * full-width brackets of Chinese text, `订单金额（元）`; here they are named by half-width ones, whichever they have.
 */
function rowsOf(csv: string): Cells[] {
  const [head = [], ...rows] = csv
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').map((cell) => cell.trim()));
  const columns = head.map((column) => column.normalize('NFKC'));
  return rows.map((row) => cellsOf(columns, row));
}

/** The detailed one of the tables in a zipped bill; the others are sums. Alipay writes GBK. */
export function tableIn(zip: Uint8Array): Cells[] {
  const files = unzipSync(zip, { filter: ({ originalSize }) => originalSize <= mostBytes });
  const details = Object.values(files)
    .map((file) => new TextDecoder('gbk').decode(file))
    .find((csv) => csv.split(/\r?\n/).some((line) => !line.startsWith('#') && line.includes('商户订单号')));
  if (details === undefined) throw new Error('a bill without details');
  return rowsOf(details);
}
