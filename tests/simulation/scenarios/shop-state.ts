import type { Telling } from '../telling.ts';

export interface OrderRow {
  id: string;
  buyer: number;
  status: string;
  totalFen: number;
  paymentNumber: string | null;
}
interface CertificateRow {
  id: string;
  order: string;
  state: string;
  priceFen: number;
}
interface RefundRow {
  id: string;
  order: string;
  kind: string;
  status: string;
  fen: number;
  certificates: string[];
  requestedBy: string;
  confirmedBy: string | null;
}
export interface TakeoutRow {
  id: string;
  user: number;
  status: string;
  fen: number;
  taxFen: number;
}
/** Money that came to the provider or left it, as it was booked. */
export interface MovementRow {
  kind: string;
  /** The id of the order, refund or withdrawal. */
  about: string;
  at: string;
  fen: number;
  written: number;
}
export interface CaseRow {
  key: string;
  kind: string;
  day: string;
}
interface DayRow {
  day: string;
  written: number;
}
interface Balance {
  kind: string;
  code: string;
  fen: number;
}

/** Transactions are numbered in their order, whatever the clock says. */
const written = 'xmin::text::float8 as written';
const byAge = 'order by created_at, id';
const queries = {
  orders: `select id, buyer_id as buyer, status, total_fen as "totalFen", payment_number as "paymentNumber" from licence_order ${byAge}`,
  certificates: `select id, order_id as "order", state, price_fen as "priceFen" from certificate ${byAge}`,
  refunds: `select id, order_id as "order", kind, status, fen, certificates, requested_by as "requestedBy", confirmed_by as "confirmedBy" from refund ${byAge}`,
  takeouts: `select id, user_id as "user", status, fen::float8 as fen, tax_fen::float8 as "taxFen" from takeout ${byAge}`,
  balances: `select a.kind, a.code, sum(l.fen)::float8 as fen from ledger_line l join ledger_account a on a.code = l.account_code group by 1, 2 order by 2`,
  cases: `select key, kind, day from reconciliation_case order by 1, 2, 3`,
  days: `select day, ${written} from bill_day order by 1`,
  movements: `select e.kind, split_part(e.subject, ':', 2) as about, e.at, l.fen::float8 as fen, e.${written} from ledger_line l join ledger_entry e on e.id = l.entry_id where l.account_code = 'provider' order by e.id`,
  unbalanced: `select entry_id as id from ledger_line group by 1 having sum(fen) <> 0`,
};

/** All that the shop has written down. */
export interface ShopState {
  orders: OrderRow[];
  certificates: CertificateRow[];
  refunds: RefundRow[];
  takeouts: TakeoutRow[];
  balances: Balance[];
  cases: CaseRow[];
  days: DayRow[];
  movements: MovementRow[];
  unbalanced: { id: string }[];
}

export const emptyShop: ShopState = {
  orders: [],
  certificates: [],
  refunds: [],
  takeouts: [],
  balances: [],
  cases: [],
  days: [],
  movements: [],
  unbalanced: [],
};

/** Reads all that the queries find, as it stands at one moment. */
export async function readAtOnce<T>(story: Telling, wanted: Readonly<Record<keyof T & string, string>>): Promise<T> {
  const asJson = Object.entries<string>(wanted).map(
    ([name, sql]) => `(select coalesce(json_agg(q), '[]') from (${sql}) q) as "${name}"`,
  );
  const [state] = await story
    .em()
    .getConnection()
    .execute<T[]>(`select ${asJson.join(', ')}`);
  if (!state) throw new Error('nothing was read');
  return state;
}

/** Reads the whole shop. */
export const readShop = (story: Telling): Promise<ShopState> => readAtOnce<ShopState>(story, queries);
