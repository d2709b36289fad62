import type { Proof } from './check-books.ts';

const booked = `select e.event_key, e.kind, coalesce(sum(l.fen) filter (where l.fen > 0), 0) as fen
  from ledger_entry e left join ledger_line l on l.entry_id = e.id group by e.id`;

/** What the bills that were compared say of each fee; the first one has said it, and what a later one has is compared. */
const billedFees = `select distinct on (r.key) r.key, r.fen from bill_row r join bill_day d on d.day = r.day
  where r.key like 'fee:%' and r.fen <> 0 order by r.key, d.compared_at, r.day`;

/** What orders, refunds, withdrawals, administrators and bills say that must be booked: event, kind and sum. */
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
    where status = 'FAIL' and provider_number is not null
  union all select subject, substr(action, 8), after::numeric from audit
    where action in ('ledger.top-up', 'ledger.drawing', 'ledger.tax-payment')
  union all select key, case when fen < 0 then 'provider-fee' else 'provider-fee-returned' end, abs(fen)
    from (${billedFees}) f`;

/** Between which accounts the kinds of entries that have but two of them move: debit and credit. */
const pairs = `(values
    ('top-up', 'provider', 'own-funds'),
    ('drawing', 'drawings', 'provider'),
    ('tax-payment', 'tax-payable', 'provider'),
    ('provider-fee', 'provider-fees', 'provider'),
    ('provider-fee-returned', 'provider', 'provider-fees')
  ) as pair (kind, debit, credit)`;

/** What the entries of withdrawals must say by account; `seller:<uuid>` is what the seller may withdraw, or owes. */
const saidLines = `
  select e.id, e.event_key, said.account, said.fen from ledger_entry e
  join takeout t on e.subject = 'takeout:' || t.id join account u on u.id = t.user_id
  cross join lateral (values
    ('takeout-reserved', 'seller:' || u.uuid, t.fen),
    ('takeout-reserved', 'seller-reserved:' || u.uuid, 0 - t.fen),
    ('takeout-returned', 'seller-reserved:' || u.uuid, t.fen),
    ('takeout-returned', 'seller:' || u.uuid, 0 - t.fen),
    ('takeout-paid', 'seller-reserved:' || u.uuid, t.fen),
    ('takeout-paid', 'tax-payable', 0 - t.tax_fen),
    ('takeout-paid', 'provider', t.tax_fen - t.fen),
    ('takeout-bounced', 'provider', t.fen - t.tax_fen),
    ('takeout-bounced', 'tax-payable', t.tax_fen),
    ('takeout-bounced', 'seller:' || u.uuid, 0 - t.fen)
  ) as said (kind, account, fen) where said.kind = e.kind and said.fen <> 0`;

const bookedLines = `
  select e.id, e.event_key, sum(l.fen) as fen,
    case when a.kind in ('seller-payable', 'seller-receivable') then 'seller:' || a.owner else a.code end as account
  from ledger_entry e join takeout t on e.subject = 'takeout:' || t.id
  join ledger_line l on l.entry_id = e.id join ledger_account a on a.code = l.account_code
  group by e.id, 4`;

/** What the ledger is held to by what happened. */
export const eventProofs: readonly Proof[] = [
  {
    name: 'orders, refunds, withdrawals, fees and what people book are booked, and nothing else',
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
    name: 'fees and what people book move between their accounts',
    of: 'ledger_entry',
    sql: `select e.event_key || ' moves ' || l.fen || ' fen at ' || l.account_code as finding
      from ledger_entry e join ${pairs} on pair.kind = e.kind join ledger_line l on l.entry_id = e.id
      where l.account_code <> case when l.fen > 0 then pair.debit else pair.credit end`,
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
  {
    name: 'withdrawals are booked with their sellers, sums and taxes',
    of: 'takeout',
    sql: `with booked as (${bookedLines}), said as (${saidLines})
      select coalesce(b.event_key, s.event_key) || ' has ' || coalesce(b.fen, 0) || ' fen at '
        || coalesce(b.account, s.account) || ', not ' || coalesce(s.fen, 0) as finding
      from booked b full join said s on s.id = b.id and s.account = b.account
      where coalesce(b.fen, 0) <> coalesce(s.fen, 0)`,
  },
  {
    name: 'what is set aside is asked for or under way',
    of: 'takeout',
    sql: `with aside as (
        select a.owner, 0 - sum(l.fen) as fen from ledger_line l join ledger_account a on a.code = l.account_code
        where a.kind = 'seller-reserved' group by a.owner),
      asked as (
        select u.uuid as owner, sum(t.fen) as fen from takeout t join account u on u.id = t.user_id
        where t.status in ('REQUESTING', 'WAITING') group by u.uuid)
      select coalesce(b.owner, a.owner) || ' has asked for ' || coalesce(a.fen, 0) || ' fen, and '
        || coalesce(b.fen, 0) || ' are set aside' as finding
      from aside b full join asked a on a.owner = b.owner where coalesce(b.fen, 0) <> coalesce(a.fen, 0)`,
  },
  {
    name: 'the tax that is owed was withheld and not paid',
    of: 'takeout',
    sql: `select owed.fen || ' fen are owed, ' || withheld.fen || ' were withheld, and ' || paid.fen || ' paid' as finding
      from (select coalesce(0 - sum(fen), 0) as fen from ledger_line where account_code = 'tax-payable') owed,
        (select coalesce(sum(tax_fen), 0) as fen from takeout where status = 'SUCCESS') withheld,
        (select coalesce(sum(after::numeric), 0) as fen from audit where action = 'ledger.tax-payment') paid
      where owed.fen <> withheld.fen - paid.fen`,
  },
];
