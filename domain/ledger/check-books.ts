import { kindsOn } from './accounts.plan.ts';

/** Something that a query proves: it answers what does not fit, one row a finding. */
export interface Proof {
  name: string;
  /** The table whose rows are looked at. */
  of: string;
  sql: string;
}

const debits = kindsOn('debit').map((kind) => `'${kind}'`);

/** What the ledger is held to by itself. */
export const bookProofs: readonly Proof[] = [
  {
    name: 'all lines together sum to 0',
    of: 'ledger_line',
    sql: `select 'the sum is ' || sum(fen) || ' fen' as finding from ledger_line having sum(fen) <> 0`,
  },
  {
    name: 'every entry is balanced and whole',
    of: 'ledger_entry',
    sql: `select e.event_key || ': ' || count(l.id) || ' lines, sum ' || coalesce(sum(l.fen), 0) as finding
      from ledger_entry e left join ledger_line l on l.entry_id = e.id
      group by e.id having coalesce(sum(l.fen), 0) <> 0 or count(l.id) <> e.line_count`,
  },
  {
    name: 'no account stands on a forbidden side',
    of: 'ledger_account',
    sql: `select a.code || ' stands at ' || sum(l.fen) || ' fen' as finding
      from ledger_account a join ledger_line l on l.account_code = a.code group by a.code
      having case when a.kind in (${debits.join(', ')}) then sum(l.fen) < 0 else sum(l.fen) > 0 end`,
  },
  {
    name: "no more is drawn than is the platform's own",
    of: 'ledger_line',
    sql: `select sum(fen) || ' fen too much are drawn' as finding from ledger_line
      where account_code in ('commission', 'own-funds', 'provider-fees', 'drawings')
      having sum(fen) > 0 and count(*) filter (where account_code = 'drawings') > 0`,
  },
  {
    name: 'no seller owes and is owed at once',
    of: 'ledger_account',
    sql: `select a.owner || ' owes and is owed' as finding
      from ledger_account a join ledger_line l on l.account_code = a.code group by a.owner
      having sum(l.fen) filter (where a.kind = 'seller-payable') < 0
        and sum(l.fen) filter (where a.kind = 'seller-receivable') > 0`,
  },
];
