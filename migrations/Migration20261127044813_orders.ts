import { Migration } from '@mikro-orm/migrations';

export class Migration20261127044813_orders extends Migration {

  override name = 'Migration20261127044813_orders';

  override up(): void | Promise<void> {
    this.addSql(`create table "licence_order" ("id" uuid not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "buyer_id" int not null, "mode" text not null, "sealed" text not null, "total_fen" int not null, "status" text not null default 'UNFINISHED', "expires_at" timestamptz not null, "paid_at" timestamptz null, "payment_method" varchar(20) null, "payment_number" varchar(64) null, primary key ("id"));`);
    this.addSql(`alter table "licence_order" add constraint "licence_order_payment_number_unique" unique ("payment_number");`);
    this.addSql(`create index "licence_order_buyer_id_created_at_id_index" on "licence_order" ("buyer_id", "created_at", "id");`);

    this.addSql(`create table "refund" ("id" uuid not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "order_id" uuid not null, "kind" text not null, "certificates" uuid[] not null, "fen" int not null, "reason" varchar(200) not null, "status" text not null, "requested_by" varchar(64) not null, "confirmed_by" varchar(64) null, "blocked_by" varchar(100) null, "settled_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "refund_order_id_created_at_index" on "refund" ("order_id", "created_at");`);
    this.addSql(`create index "refund_status_created_at_id_index" on "refund" ("status", "created_at", "id");`);
    this.addSql(`create unique index "refund_late" on "refund" ("order_id") where "kind" = 'late';`);

    this.addSql(`create table "payment_notice" ("notify_id" varchar(128) not null, "order_id" uuid not null, "status" varchar(32) not null, "at" timestamptz not null, primary key ("notify_id"));`);
    this.addSql(`create index "payment_notice_order_id_index" on "payment_notice" ("order_id");`);

    this.addSql(`create table "certificate" ("id" uuid not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "number" varchar(40) not null, "order_id" uuid not null, "work_id" uuid not null, "seller_id" int not null, "author" varchar(64) not null, "licensee" varchar(128) not null, "work_name" varchar(128) not null, "work_path" varchar(500) not null, "purpose" varchar(64) not null, "detail" varchar(64) not null, "price_fen" int not null, "income_fen" int not null, "state" text not null default 'DRAFT', "issued_at" timestamptz null, "voided_at" timestamptz null, "signature" varchar(200) null, primary key ("id"));`);
    this.addSql(`alter table "certificate" add constraint "certificate_number_unique" unique ("number");`);
    this.addSql(`create index "certificate_seller_id_state_issued_at_index" on "certificate" ("seller_id", "state", "issued_at");`);
    this.addSql(`create index "certificate_work_id_state_index" on "certificate" ("work_id", "state");`);
    this.addSql(`alter table "certificate" add constraint "certificate_order_id_work_id_purpose_detail_unique" unique ("order_id", "work_id", "purpose", "detail");`);

    this.addSql(`create table "cart_item" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "buyer_id" int not null, "work_id" uuid not null, "purpose" varchar(64) not null, "detail" varchar(64) not null);`);
    this.addSql(`alter table "cart_item" add constraint "cart_item_buyer_id_work_id_purpose_detail_unique" unique ("buyer_id", "work_id", "purpose", "detail");`);

    this.addSql(`alter table "licence_order" add constraint "licence_order_buyer_id_foreign" foreign key ("buyer_id") references "account" ("id");`);
    this.addSql(`alter table "licence_order" add constraint "licence_order_total_check" check (total_fen > 0);`);
    this.addSql(`alter table "licence_order" add constraint "licence_order_paid_check" check ((status = 'FINISHED') = (paid_at is not null));`);
    this.addSql(`alter table "licence_order" add constraint "licence_order_mode_check" check ("mode" in ('COMPANY', 'PERSONAL'));`);
    this.addSql(`alter table "licence_order" add constraint "licence_order_status_check" check ("status" in ('UNFINISHED', 'FINISHED', 'CANCELED'));`);

    this.addSql(`alter table "refund" add constraint "refund_order_id_foreign" foreign key ("order_id") references "licence_order" ("id");`);
    this.addSql(`alter table "refund" add constraint "refund_fen_check" check (fen > 0);`);
    this.addSql(`alter table "refund" add constraint "refund_two_people_check" check (confirmed_by is null or confirmed_by <> requested_by);`);
    this.addSql(`alter table "refund" add constraint "refund_kind_check" check ("kind" in ('licence', 'late'));`);
    this.addSql(`alter table "refund" add constraint "refund_status_check" check ("status" in ('WAITING', 'SENDING', 'BLOCKED', 'DONE', 'REFUSED'));`);

    this.addSql(`alter table "payment_notice" add constraint "payment_notice_order_id_foreign" foreign key ("order_id") references "licence_order" ("id");`);

    this.addSql(`alter table "certificate" add constraint "certificate_order_id_foreign" foreign key ("order_id") references "licence_order" ("id");`);
    this.addSql(`alter table "certificate" add constraint "certificate_work_id_foreign" foreign key ("work_id") references "work" ("id");`);
    this.addSql(`alter table "certificate" add constraint "certificate_seller_id_foreign" foreign key ("seller_id") references "account" ("id");`);
    this.addSql(`alter table "certificate" add constraint "certificate_income_check" check (income_fen >= 0 and income_fen <= price_fen);`);
    this.addSql(`alter table "certificate" add constraint "certificate_state_check" check ("state" in ('DRAFT', 'ISSUED', 'VOID'));`);

    this.addSql(`alter table "cart_item" add constraint "cart_item_buyer_id_foreign" foreign key ("buyer_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "cart_item" add constraint "cart_item_work_id_foreign" foreign key ("work_id") references "work" ("id") on delete cascade;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "refund" drop constraint "refund_order_id_foreign";`);
    this.addSql(`alter table "payment_notice" drop constraint "payment_notice_order_id_foreign";`);
    this.addSql(`alter table "certificate" drop constraint "certificate_order_id_foreign";`);

    this.addSql(`drop table if exists "licence_order" cascade;`);
    this.addSql(`drop table if exists "refund" cascade;`);
    this.addSql(`drop table if exists "payment_notice" cascade;`);
    this.addSql(`drop table if exists "certificate" cascade;`);
    this.addSql(`drop table if exists "cart_item" cascade;`);
  }

}
