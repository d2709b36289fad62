import { Migration } from '@mikro-orm/migrations';

export class Migration20261127053547_payouts extends Migration {

  override name = 'Migration20261127053547_payouts';

  override up(): void | Promise<void> {
    this.addSql(`create table "takeout" ("id" uuid not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "user_id" int not null, "fen" bigint not null, "tax_fen" bigint not null, "explanation" jsonb not null, "balance_fen" bigint not null, "sealed" text not null, "status" text not null default 'REQUESTING', "remark" varchar(500) null, "approved_at" timestamptz null, "settled_at" timestamptz null, "provider_number" varchar(64) null, primary key ("id"));`);
    this.addSql(`create index "takeout_user_id_created_at_id_index" on "takeout" ("user_id", "created_at", "id");`);
    this.addSql(`create index "takeout_status_created_at_id_index" on "takeout" ("status", "created_at", "id");`);

    this.addSql(`create table "pay_account" ("id" uuid not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "user_id" int not null, "type" text not null, "sealed" text not null, primary key ("id"));`);
    this.addSql(`alter table "pay_account" add constraint "pay_account_user_id_unique" unique ("user_id");`);

    this.addSql(`alter table "takeout" add constraint "takeout_user_id_foreign" foreign key ("user_id") references "account" ("id");`);
    this.addSql(`alter table "takeout" add constraint "takeout_fen_check" check (fen > 0);`);
    this.addSql(`alter table "takeout" add constraint "takeout_tax_check" check (tax_fen >= 0 and tax_fen <= fen);`);
    this.addSql(`alter table "takeout" add constraint "takeout_balance_check" check (balance_fen >= 0);`);
    this.addSql(`alter table "takeout" add constraint "takeout_status_check" check ("status" in ('REQUESTING', 'WAITING', 'SUCCESS', 'FAIL', 'CANCEL'));`);

    this.addSql(`alter table "pay_account" add constraint "pay_account_user_id_foreign" foreign key ("user_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "pay_account" add constraint "pay_account_type_check" check ("type" in ('alipay'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "takeout" cascade;`);
    this.addSql(`drop table if exists "pay_account" cascade;`);
  }

}
