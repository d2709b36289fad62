import { Migration } from '@mikro-orm/migrations';

export class Migration20261126205644_real_names extends Migration {

  override name = 'Migration20261126205644_real_names';

  override up(): void | Promise<void> {
    this.addSql(`create table "real_name" ("id" uuid not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "user_id" int not null, "sealed" text not null, "card_digest" varchar(64) not null, "status" text not null default 'WAITING', "remark" varchar(500) null, "settled_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "real_name_user_id_created_at_index" on "real_name" ("user_id", "created_at");`);
    this.addSql(`create index "real_name_status_created_at_index" on "real_name" ("status", "created_at");`);
    this.addSql(`create unique index "real_name_card_taken" on "real_name" ("card_digest") where "status" in ('WAITING', 'SUCCESS');`);

    this.addSql(`alter table "real_name" add constraint "real_name_user_id_foreign" foreign key ("user_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "real_name" add constraint "real_name_status_check" check ("status" in ('WAITING', 'SUCCESS', 'FAIL'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "real_name" cascade;`);
  }

}
