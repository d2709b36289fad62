import { IsolationLevel, type EntityManager } from '@mikro-orm/core';
import { isProven, type TaxExplanation } from '#domain/tax/tax.plan.ts';

/** One thing that the ledger is held to, and what does not fit; a sound ledger has no findings. */
interface Check {
  name: string;
  /** How much was looked at. */
  checked: number;
  findings: string[];
}

const booked = `select e.event_key, e.kind, coalesce(sum(l.fen) filter (where l.fen > 0), 0) as fen
  from ledger_entry e left join ledger_line l on l.entry_id = e.id group by e.id`;

/** What orders, refunds and withdrawals say that must be booked: event, kind and sum. */
const expected = `
  select 'order:' || id || ':payment' as event_key, 'payment' as kind, total_fen::numeric as fen
    from licence_order where status = 'FINISHED'
  union all select 'order:' || id || ':sale', 'sale', total_fen from licence_order where status = 'FINISHED'
  union all select 'refund:' || id || ':booked', 'refund', fen from refund
    where kind = 'licence' and status in ('SENDING', 'BLOCKED', 'DONE')
  union all select 'refund:' || id || ':end', 'refund-paid', fen from refund where kind = 'licence' and status = 'DONE'
  union all select 'order:' || order_id || ':payment', 'payment', fen from refund where kind = 'late'
  union all select 'order:' || order_id || ':payment-returned', 'payment-returned', fen from refund
    where kind = 'late' and status = 'DONE'
  union all select 'takeout:' || id || ':reserved', 'takeout-reserved', fen from takeout
  union all select 'takeout:' || id || ':end', 'takeout-paid', fen from takeout
    where status = 'SUCCESS' or (status = 'FAIL' and provider_number is not null)
  union all select 'takeout:' || id || ':end', 'takeout-returned', fen from takeout
    where status = 'CANCEL' or (status = 'FAIL' and provider_number is null)
  union all select 'takeout:' || id || ':bounced', 'takeout-bounced', fen from takeout
    where status = 'FAIL' and provider_number is not null`;

/** Each query answers what does not fit, one row a finding; `of` counts what was looked at. */
const queries: { name: string; of: string; sql: string }[] = [
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
      having case when a.kind in ('provider', 'seller-receivable') then sum(l.fen) < 0 else sum(l.fen) > 0 end`,
  },
  {
    name: 'no seller owes and is owed at once',
    of: 'ledger_account',
    sql: `select owner || ' owes and is owed' as finding from ledger_account a join ledger_line l on l.account_code = a.code
      where a.kind in ('seller-payable', 'seller-receivable') group by owner
      having count(distinct a.kind) filter (where a.kind is not null) = 2
        and sum(l.fen) filter (where a.kind = 'seller-payable') < 0
        and sum(l.fen) filter (where a.kind = 'seller-receivable') > 0`,
  },
  {
    name: 'orders, refunds and withdrawals are booked, and nothing else',
    of: 'ledger_entry',
    sql: `with booked as (${booked}), expected as (${expected})
      select coalesce(b.event_key, e.event_key) || case
        when b.event_key is null then ' is not booked (' || e.kind || ', ' || e.fen || ' fen)'
        when e.event_key is null then ' is booked (' || b.kind || ', ' || b.fen || ' fen), and nothing says why'
        else ' is booked as ' || b.kind || ', ' || b.fen || ' fen, not ' || e.kind || ', ' || e.fen || ' fen' end as finding
      from booked b full join expected e on e.event_key = b.event_key
      where b.event_key is null or e.event_key is null or b.kind <> e.kind or b.fen <> e.fen`,
  },
  {
    name: 'sellers are credited what their licences say',
    of: 'certificate',
    sql: `with earned as (
        select a.owner, 0 - sum(l.fen) as fen from ledger_line l join ledger_account a on a.code = l.account_code
        join ledger_entry e on e.id = l.entry_id
        where e.kind in ('sale', 'refund') and a.owner is not null group by a.owner),
      said as (
        select u.uuid as owner, sum(c.income_fen) as fen from certificate c join account u on u.id = c.seller_id
        where c.state = 'ISSUED' group by u.uuid)
      select coalesce(e.owner, s.owner) || ' earned ' || coalesce(s.fen, 0) || ' fen, and is credited '
        || coalesce(e.fen, 0) as finding
      from earned e full join said s on s.owner = e.owner where coalesce(e.fen, 0) <> coalesce(s.fen, 0)`,
  },
];

/** Withdrawals whose tax does not follow from what it is said to follow from. */
async function checkTaxes(ask: Ask): Promise<Check> {
  const rows = await ask<{ id: string; tax: string; explanation: TaxExplanation }>(
    `select id, tax_fen as tax, explanation from takeout`,
  );
  const isWrong = ({ tax, explanation }: (typeof rows)[number]) =>
    Number(tax) !== explanation.taxFen || !isProven(explanation);
  const findings = rows.filter(isWrong).map(({ id }) => `takeout:${id} has a tax that does not follow`);
  return { name: 'every tax follows from its explanation', checked: rows.length, findings };
}

type Ask = <T>(sql: string) => Promise<T[]>;

/** Proves the ledger by itself and against what happened, on one view of the database. */
export const checkLedger = (em: EntityManager): Promise<Check[]> =>
  em.transactional(
    async (unit) => {
      const ask: Ask = (sql) => unit.getConnection().execute(sql, [], 'all', unit.getTransactionContext());
      const checks: Check[] = [];
      for (const { name, of, sql } of queries) {
        const [counted] = await ask<{ checked: string }>(`select count(*) as checked from ${of}`);
        const found = await ask<{ finding: string }>(sql);
        checks.push({
          name,
          checked: Number(counted?.checked),
          findings: found.map(({ finding }) => finding).toSorted(),
        });
      }
      return [...checks, await checkTaxes(ask)];
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  );
