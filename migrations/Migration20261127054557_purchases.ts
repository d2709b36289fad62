import { Migration } from '@mikro-orm/migrations';

export class Migration20261127054557_purchases extends Migration {

  override name = 'Migration20261127054557_purchases';

  override up(): void | Promise<void> {
    this.addSql(`create table "purchase_application" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "uuid" uuid not null, "user_id" int not null, "work_id" uuid not null, "remark" varchar(500) not null, "status" text not null default 'APPLY', "answer" varchar(500) not null default '', "settled_at" timestamptz null);`);
    this.addSql(`alter table "purchase_application" add constraint "purchase_application_uuid_unique" unique ("uuid");`);
    this.addSql(`create index "purchase_application_status_id_index" on "purchase_application" ("status", "id");`);
    this.addSql(`create index "purchase_application_user_id_work_id_index" on "purchase_application" ("user_id", "work_id");`);

    this.addSql(`drop table if exists "example_song" cascade;`);

    this.addSql(`alter table "purchase_application" add constraint "purchase_application_user_id_foreign" foreign key ("user_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "purchase_application" add constraint "purchase_application_work_id_foreign" foreign key ("work_id") references "work" ("id") on delete cascade;`);
    this.addSql(`alter table "purchase_application" add constraint "purchase_application_status_check" check ("status" in ('APPLY', 'SUCCESS', 'FAIL'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`create table "example_song" ("color" varchar(20) not null, "cover_path" varchar(500) not null default '', "created_at" timestamptz(6) not null, "group" varchar(20) not null, "id" serial primary key, "name" varchar(128) not null, "path" varchar(500) not null, "status" text not null default 'ONLINE', "updated_at" timestamptz(6) not null);`);
    this.addSql(`alter table "example_song" add constraint "example_song_name_unique" unique ("name");`);
    this.addSql(`CREATE INDEX example_song_status_group_color_id_index ON public.example_song USING btree (status, "group", color, id);`);

    this.addSql(`drop table if exists "purchase_application" cascade;`);

    this.addSql(`alter table "example_song" add constraint "example_song_status_check" check ("status" in ('ONLINE', 'OFFLINE'));`);
  }

}
