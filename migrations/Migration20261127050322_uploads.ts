import { Migration } from '@mikro-orm/migrations';

export class Migration20261127050322_uploads extends Migration {

  override name = 'Migration20261127050322_uploads';

  override up(): void | Promise<void> {
    this.addSql(`create table "upload_permission" ("id" bigserial primary key, "user_id" int not null, "dir" varchar(100) not null, "expires_at" timestamptz not null);`);
    this.addSql(`create index "upload_permission_user_id_index" on "upload_permission" ("user_id");`);
    this.addSql(`alter table "upload_permission" add constraint "upload_permission_dir_unique" unique ("dir");`);
    this.addSql(`create index "upload_permission_expires_at_index" on "upload_permission" ("expires_at");`);

    this.addSql(`create table "upload" ("id" uuid not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "user_id" int not null, "key" varchar(1000) not null, "size_bytes" int not null, "mime_type" varchar(200) not null default '', "told_by" text not null, primary key ("id"));`);
    this.addSql(`alter table "upload" add constraint "upload_key_unique" unique ("key");`);
    this.addSql(`create index "upload_user_id_created_at_index" on "upload" ("user_id", "created_at");`);

    this.addSql(`alter table "upload_permission" add constraint "upload_permission_user_id_foreign" foreign key ("user_id") references "account" ("id") on delete cascade;`);

    this.addSql(`alter table "upload" add constraint "upload_user_id_foreign" foreign key ("user_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "upload" add constraint "upload_told_by_check" check ("told_by" in ('CALLBACK', 'FOUND'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "upload_permission" cascade;`);
    this.addSql(`drop table if exists "upload" cascade;`);
  }

}
