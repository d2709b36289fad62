import { Migration } from '@mikro-orm/migrations';

export class Migration20261127054557_purchases extends Migration {

  override name = 'Migration20261127054557_purchases';

  override up(): void | Promise<void> {
    this.addSql(`create table "purchase_application" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "uuid" uuid not null, "user_id" int not null, "work_id" uuid not null, "remark" varchar(500) not null, "status" text not null default 'APPLY', "answer" varchar(500) not null default '', "settled_at" timestamptz null);`);
    this.addSql(`alter table "purchase_application" add constraint "purchase_application_uuid_unique" unique ("uuid");`);
    this.addSql(`create index "purchase_application_status_id_index" on "purchase_application" ("status", "id");`);
    this.addSql(`create index "purchase_application_user_id_work_id_index" on "purchase_application" ("user_id", "work_id");`);

    this.addSql(`alter table "purchase_application" add constraint "purchase_application_user_id_foreign" foreign key ("user_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "purchase_application" add constraint "purchase_application_work_id_foreign" foreign key ("work_id") references "work" ("id") on delete cascade;`);
    this.addSql(`alter table "purchase_application" add constraint "purchase_application_status_check" check ("status" in ('APPLY', 'SUCCESS', 'FAIL'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "purchase_application" cascade;`);
  }

}
