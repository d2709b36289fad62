import { Migration } from '@mikro-orm/migrations';

export class Migration20261127054453_collections extends Migration {

  override name = 'Migration20261127054453_collections';

  override up(): void | Promise<void> {
    this.addSql(`create table "collection" ("id" bigserial primary key, "created_at" timestamptz not null, "user_id" int not null, "work_id" uuid not null);`);
    this.addSql(`create index "collection_work_id_index" on "collection" ("work_id");`);
    this.addSql(`alter table "collection" add constraint "collection_user_id_work_id_unique" unique ("user_id", "work_id");`);

    this.addSql(`alter table "collection" add constraint "collection_user_id_foreign" foreign key ("user_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "collection" add constraint "collection_work_id_foreign" foreign key ("work_id") references "work" ("id") on delete cascade;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "collection" cascade;`);
  }

}
