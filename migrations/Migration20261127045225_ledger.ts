import { Migration } from '@mikro-orm/migrations';

const functions = ['ledger_refuse', 'ledger_check_entry', 'ledger_check_line'];

/** Append-only, balanced, closed once booked, and no seller below zero: held by the database, whoever writes. */
const protections = [
  `create function ledger_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only: % of % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end $$;`,
  ...['ledger_account', 'ledger_entry', 'ledger_line'].map(
    (table) => `create trigger ${table}_append_only before update or delete or truncate on ${table}
  for each statement execute function ledger_refuse();`,
  ),
  // The count is part of the entry, which nobody changes: no line can be added to it later.
  `create function ledger_check_entry() returns trigger language plpgsql as $$
declare
  checked bigint := case tg_table_name when 'ledger_entry' then (to_jsonb(new) ->> 'id')::bigint
    else (to_jsonb(new) ->> 'entry_id')::bigint end;
  lines bigint;
  total numeric;
  promised smallint;
begin
  select count(*), coalesce(sum(fen), 0) into lines, total from ledger_line where entry_id = checked;
  select line_count into promised from ledger_entry where id = checked;
  if total <> 0 then
    raise exception 'entry % sums to % fen, not to 0', checked, total using errcode = 'check_violation';
  end if;
  if lines <> promised then
    raise exception 'entry % has % lines, not %', checked, lines, promised using errcode = 'check_violation';
  end if;
  return null;
end $$;`,
  ...['ledger_entry', 'ledger_line'].map(
    (table) => `create constraint trigger ${table}_balanced after insert on ${table}
  deferrable initially deferred for each row execute function ledger_check_entry();`,
  ),
  // Takes the lock that every writer takes: who forgot it waits here, and then sees what the other one booked.
  `create function ledger_check_line() returns trigger language plpgsql as $$
declare
  account ledger_account;
  balance numeric;
begin
  select * into account from ledger_account where code = new.account_code;
  if account.owner is null then
    return null;
  end if;
  perform 1 from ledger_account where code = 'seller-payable:' || account.owner for update;
  select sum(fen) into balance from ledger_line where account_code = account.code;
  if (account.kind = 'seller-receivable' and balance < 0) or (account.kind <> 'seller-receivable' and balance > 0) then
    raise exception '% would stand at % fen', account.code, balance using errcode = 'check_violation';
  end if;
  return null;
end $$;`,
  `create constraint trigger ledger_line_no_overdraft after insert on ledger_line
  deferrable initially deferred for each row execute function ledger_check_line();`,
];

export class Migration20261127045225_ledger extends Migration {

  override name = 'Migration20261127045225_ledger';

  override up(): void | Promise<void> {
    this.addSql(`create table "ledger_account" ("code" varchar(64) not null, "kind" text not null, "owner" uuid null, "created_at" timestamptz not null, primary key ("code"));`);
    this.addSql(`create index "ledger_account_owner_index" on "ledger_account" ("owner");`);

    this.addSql(`create table "ledger_entry" ("id" bigserial primary key, "event_key" varchar(160) not null, "kind" text not null, "subject" varchar(120) not null, "at" timestamptz not null, "created_at" timestamptz not null, "digest" varchar(64) not null, "line_count" smallint not null);`);
    this.addSql(`alter table "ledger_entry" add constraint "ledger_entry_event_key_unique" unique ("event_key");`);
    this.addSql(`create index "ledger_entry_subject_kind_index" on "ledger_entry" ("subject", "kind");`);
    this.addSql(`create index "ledger_entry_kind_at_index" on "ledger_entry" ("kind", "at");`);

    this.addSql(`create table "ledger_line" ("id" bigserial primary key, "entry_id" bigint not null, "account_code" varchar(64) not null, "fen" bigint not null);`);
    this.addSql(`create index "ledger_line_entry_id_index" on "ledger_line" ("entry_id");`);
    this.addSql(`create index "ledger_line_account_code_fen_index" on "ledger_line" ("account_code", "fen");`);

    this.addSql(`alter table "ledger_account" add constraint "ledger_account_kind_check" check ("kind" in ('provider', 'buyer-clearing', 'seller-payable', 'seller-reserved', 'seller-receivable', 'commission', 'tax-payable', 'refund-clearing'));`);

    this.addSql(`alter table "ledger_entry" add constraint "ledger_entry_line_count_check" check (line_count >= 2);`);
    this.addSql(`alter table "ledger_entry" add constraint "ledger_entry_kind_check" check ("kind" in ('payment', 'payment-returned', 'sale', 'refund', 'refund-revoked', 'refund-paid', 'takeout-reserved', 'takeout-returned', 'takeout-paid', 'takeout-bounced'));`);

    this.addSql(`alter table "ledger_line" add constraint "ledger_line_entry_id_foreign" foreign key ("entry_id") references "ledger_entry" ("id");`);
    this.addSql(`alter table "ledger_line" add constraint "ledger_line_account_code_foreign" foreign key ("account_code") references "ledger_account" ("code");`);
    this.addSql(`alter table "ledger_line" add constraint "ledger_line_fen_check" check (fen <> 0);`);

    for (const sql of protections) this.addSql(sql);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "ledger_line" drop constraint "ledger_line_account_code_foreign";`);
    this.addSql(`alter table "ledger_line" drop constraint "ledger_line_entry_id_foreign";`);

    this.addSql(`drop table if exists "ledger_account" cascade;`);
    this.addSql(`drop table if exists "ledger_entry" cascade;`);
    this.addSql(`drop table if exists "ledger_line" cascade;`);
    for (const name of functions) this.addSql(`drop function if exists ${name}();`);
  }

}
