import { Migration } from '@mikro-orm/migrations';

export class Migration20261127055016_reconciliation extends Migration {

  override name = 'Migration20261127055016_reconciliation';

  override up(): void | Promise<void> {
    this.addSql(`create table "bill_day" ("day" varchar(10) not null, "compared_at" timestamptz not null, "matched" int not null, "missing_here" int not null, "missing_there" int not null, "different" int not null, primary key ("day"));`);

    this.addSql(`create table "bill_row" ("key" varchar(100) not null, "day" varchar(10) not null, "provider_number" varchar(64) not null, "fen" bigint not null, "at" timestamptz not null, primary key ("key"));`);
    this.addSql(`create index "bill_row_day_index" on "bill_row" ("day");`);

    this.addSql(`create table "reconciliation_case" ("id" uuid not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "day" varchar(10) not null, "kind" text not null, "key" varchar(100) not null, "our_fen" bigint null, "their_fen" bigint null, "provider_number" varchar(64) null, "status" text not null default 'OPEN', "remark" varchar(500) null, "resolved_by" varchar(64) null, "resolved_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "reconciliation_case_status_created_at_id_index" on "reconciliation_case" ("status", "created_at", "id");`);
    this.addSql(`alter table "reconciliation_case" add constraint "reconciliation_case_key_kind_unique" unique ("key", "kind");`);

    this.addSql(`alter table "reconciliation_case" add constraint "reconciliation_case_kind_check" check ("kind" in ('missing_here', 'missing_there', 'different_sum'));`);
    this.addSql(`alter table "reconciliation_case" add constraint "reconciliation_case_status_check" check ("status" in ('OPEN', 'RESOLVED'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "bill_day" cascade;`);
    this.addSql(`drop table if exists "bill_row" cascade;`);
    this.addSql(`drop table if exists "reconciliation_case" cascade;`);
  }

}
