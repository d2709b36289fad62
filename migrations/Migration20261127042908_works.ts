import { Migration } from '@mikro-orm/migrations';

export class Migration20261127042908_works extends Migration {

  override name = 'Migration20261127042908_works';

  override up(): void | Promise<void> {
    this.addSql(`create table "work" ("id" uuid not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "producer_id" int not null, "name" varchar(128) not null, "name_grams" text[] not null, "path" varchar(500) not null, "desc" text not null default '', "avatar" varchar(500) not null default '', "tags" int[] not null, "categories" int[] not null, "length_seconds" double precision not null default 0, "essence_start" double precision not null default 0, "essence_end" double precision not null default 0, "size_bytes" int not null default 0, "type" text not null default '', "can_sell" boolean not null default false, "status" text not null default 'WAITING', "remarks" varchar(500) not null default '', "sealed_owner" text not null default '', "collect_count" int not null default 0, "starred_at" timestamptz null, "ingest" text not null default 'NONE', "duration_ms" int null, "loudness_lufs" double precision null, "peaks_key" varchar(500) null, "preview_key" varchar(500) null, "watermark_key" varchar(500) null, "fingerprint_match" jsonb null, primary key ("id"));`);
    this.addSql(`create index "work_producer_id_created_at_id_index" on "work" ("producer_id", "created_at", "id");`);
    this.addSql(`create index "work_status_created_at_id_index" on "work" ("status", "created_at", "id");`);
    this.addSql(`create index "work_newest" on "work" ("created_at" desc, "id" desc) where "status" = 'ONLINE';`);
    this.addSql(`create index "work_hottest" on "work" ("collect_count" desc, "id" desc) where "status" = 'ONLINE';`);
    this.addSql(`create index "work_by_producer" on "work" ("producer_id", "created_at" desc, "id" desc) where "status" = 'ONLINE';`);
    this.addSql(`create index "work_starred" on "work" ("starred_at" desc, "id" desc) where "starred_at" is not null;`);
    this.addSql(`create index "work_by_name" on "work" using gin ("name_grams") where "status" = 'ONLINE';`);
    this.addSql(`create index "work_by_tag" on "work" using gin ("tags") where "status" = 'ONLINE';`);
    this.addSql(`create index "work_by_category" on "work" using gin ("categories") where "status" = 'ONLINE';`);

    this.addSql(`alter table "work" add constraint "work_producer_id_foreign" foreign key ("producer_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "work" add constraint "work_collect_count_check" check (collect_count >= 0);`);
    this.addSql(`alter table "work" add constraint "work_type_check" check ("type" in ('PERSONAL', 'PRODUCER', ''));`);
    this.addSql(`alter table "work" add constraint "work_status_check" check ("status" in ('UNSUBMIT', 'WAITING', 'ONLINE', 'OFFLINE', 'FAIL', 'DELETE'));`);
    this.addSql(`alter table "work" add constraint "work_ingest_check" check ("ingest" in ('NONE', 'WAITING', 'DONE', 'FAILED'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "work" cascade;`);
  }

}
