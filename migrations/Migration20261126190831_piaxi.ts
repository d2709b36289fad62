import { Migration } from '@mikro-orm/migrations';

export class Migration20261126190831_piaxi extends Migration {

  override name = 'Migration20261126190831_piaxi';

  override up(): void | Promise<void> {
    this.addSql(`create table "dubbing_bgm" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "ticket" varchar(64) not null, "state" text not null default 'INGESTING', "name" varchar(64) not null, "duration_ms" int not null default 0, "facts" jsonb null);`);
    this.addSql(`alter table "dubbing_bgm" add constraint "dubbing_bgm_ticket_unique" unique ("ticket");`);

    this.addSql(`create table "dubbing_video" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "ticket" varchar(64) not null, "state" text not null default 'INGESTING', "name" varchar(64) not null, "duration_ms" int not null default 0, "lines" jsonb not null, "facts" jsonb null);`);
    this.addSql(`alter table "dubbing_video" add constraint "dubbing_video_ticket_unique" unique ("ticket");`);

    this.addSql(`create table "dubbing_role" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "video_id" int not null, "name" varchar(32) not null);`);
    this.addSql(`alter table "dubbing_role" add constraint "dubbing_role_video_id_name_unique" unique ("video_id", "name");`);

    this.addSql(`create table "weixin_identity" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "digest" varchar(64) not null, "sealed_openid" text not null, "sealed_session_key" text not null, "user_id" int not null);`);
    this.addSql(`alter table "weixin_identity" add constraint "weixin_identity_digest_unique" unique ("digest");`);

    this.addSql(`create table "dubbing_works" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "owner_id" int not null, "video_id" int not null, "lines" jsonb null, "open_uploads" int not null default 0, "product" jsonb null, "rendered_at" timestamptz null);`);
    this.addSql(`create index "dubbing_works_owner_id_index" on "dubbing_works" ("owner_id");`);

    this.addSql(`alter table "dubbing_bgm" add constraint "dubbing_bgm_state_check" check ("state" in ('INGESTING', 'READY', 'FAILED'));`);

    this.addSql(`alter table "dubbing_video" add constraint "dubbing_video_state_check" check ("state" in ('INGESTING', 'READY', 'FAILED'));`);

    this.addSql(`alter table "dubbing_role" add constraint "dubbing_role_video_id_foreign" foreign key ("video_id") references "dubbing_video" ("id") on delete cascade;`);

    this.addSql(`alter table "weixin_identity" add constraint "weixin_identity_user_id_foreign" foreign key ("user_id") references "account" ("id") on delete cascade;`);

    this.addSql(`alter table "dubbing_works" add constraint "dubbing_works_owner_id_foreign" foreign key ("owner_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "dubbing_works" add constraint "dubbing_works_video_id_foreign" foreign key ("video_id") references "dubbing_video" ("id");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "dubbing_role" drop constraint "dubbing_role_video_id_foreign";`);
    this.addSql(`alter table "dubbing_works" drop constraint "dubbing_works_video_id_foreign";`);

    this.addSql(`drop table if exists "dubbing_bgm" cascade;`);
    this.addSql(`drop table if exists "dubbing_video" cascade;`);
    this.addSql(`drop table if exists "dubbing_role" cascade;`);
    this.addSql(`drop table if exists "weixin_identity" cascade;`);
    this.addSql(`drop table if exists "dubbing_works" cascade;`);
  }

}
