import { Migration } from '@mikro-orm/migrations';

export class Migration20261126190403_albums extends Migration {

  override name = 'Migration20261126190403_albums';

  override up(): void | Promise<void> {
    this.addSql(`alter table "movie_upload" drop constraint "movie_upload_movie_id_foreign";`);

    this.addSql(`create table "album" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "kind" text not null, "owner_id" int not null, "state" text not null default 'UNSTARTED', "title" varchar(200) not null default '', "description" text not null default '', "is_public" boolean not null default false, "tag" int not null default 0, "task" varchar(64) null, "runs" int not null default 0, "error" text not null default '', "result_key" varchar(200) null, "cover_key" varchar(200) null, "width" int not null default 0, "height" int not null default 0, "cover_width" int not null default 0, "cover_height" int not null default 0);`);
    this.addSql(`create index "album_owner_id_kind_state_index" on "album" ("owner_id", "kind", "state");`);
    this.addSql(`create index "album_kind_is_public_state_index" on "album" ("kind", "is_public", "state");`);
    this.addSql(`create index "album_state_updated_at_index" on "album" ("state", "updated_at");`);

    this.addSql(`create table "album_upload" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "album_id" int not null, "file" varchar(80) not null, "name" varchar(255) not null, "size" int not null, "format" text not null);`);
    this.addSql(`alter table "album_upload" add constraint "album_upload_album_id_file_unique" unique ("album_id", "file");`);

    this.addSql(`insert into "album" ("kind", "id", "created_at", "updated_at", "owner_id", "state", "title", "description", "is_public", "tag", "task", "runs", "error", "result_key", "cover_key") select 'movie', "id", "created_at", "updated_at", "owner_id", "state", "title", "description", "is_public", "tag", "task", "runs", "error", "result_key", "cover_key" from "movie";`);
    this.addSql(`select setval(pg_get_serial_sequence('album', 'id'), coalesce(max("id"), 1), max("id") is not null) from "album";`);
    this.addSql(`insert into "album_upload" ("id", "created_at", "updated_at", "album_id", "file", "name", "size", "format") select "id", "created_at", "updated_at", "movie_id", "file", "name", "size", "format" from "movie_upload";`);
    this.addSql(`select setval(pg_get_serial_sequence('album_upload', 'id'), coalesce(max("id"), 1), max("id") is not null) from "album_upload";`);

    this.addSql(`drop table if exists "movie" cascade;`);
    this.addSql(`drop table if exists "movie_upload" cascade;`);

    this.addSql(`alter table "album" add constraint "album_owner_id_foreign" foreign key ("owner_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "album" add constraint "album_kind_check" check ("kind" in ('movie', 'photo'));`);
    this.addSql(`alter table "album" add constraint "album_state_check" check ("state" in ('UNSTARTED', 'QUEUED', 'READING', 'ANALYSING', 'COMPOSING', 'MATCHING', 'RENDERING', 'FINISHED', 'FAILED', 'EXPIRED', 'DELETED'));`);

    this.addSql(`alter table "album_upload" add constraint "album_upload_album_id_foreign" foreign key ("album_id") references "album" ("id") on delete cascade;`);
    this.addSql(`alter table "album_upload" add constraint "album_upload_format_check" check ("format" in ('jpeg', 'png', 'webp'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "album_upload" drop constraint "album_upload_album_id_foreign";`);

    this.addSql(`create table "movie" ("cover_key" varchar(200) null, "created_at" timestamptz(6) not null, "description" text not null default '', "error" text not null default '', "id" serial primary key, "is_public" boolean not null default false, "owner_id" int not null, "result_key" varchar(200) null, "runs" int not null default 0, "state" text not null default 'UNSTARTED', "tag" int not null default 0, "task" varchar(64) null, "title" varchar(200) not null default '', "updated_at" timestamptz(6) not null);`);
    this.addSql(`create index "movie_is_public_state_index" on "movie" ("is_public", "state");`);
    this.addSql(`create index "movie_owner_id_state_index" on "movie" ("owner_id", "state");`);
    this.addSql(`create index "movie_state_updated_at_index" on "movie" ("state", "updated_at");`);

    this.addSql(`create table "movie_upload" ("created_at" timestamptz(6) not null, "file" varchar(80) not null, "format" text not null, "id" serial primary key, "movie_id" int not null, "name" varchar(255) not null, "size" int not null, "updated_at" timestamptz(6) not null);`);
    this.addSql(`alter table "movie_upload" add constraint "movie_upload_movie_id_file_unique" unique ("movie_id", "file");`);

    this.addSql(`drop table if exists "album" cascade;`);
    this.addSql(`drop table if exists "album_upload" cascade;`);

    this.addSql(`alter table "movie" add constraint "movie_owner_id_foreign" foreign key ("owner_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "movie" add constraint "movie_state_check" check ("state" in ('UNSTARTED', 'QUEUED', 'READING', 'ANALYSING', 'COMPOSING', 'MATCHING', 'RENDERING', 'FINISHED', 'FAILED', 'EXPIRED', 'DELETED'));`);

    this.addSql(`alter table "movie_upload" add constraint "movie_upload_movie_id_foreign" foreign key ("movie_id") references "movie" ("id") on delete cascade;`);
    this.addSql(`alter table "movie_upload" add constraint "movie_upload_format_check" check ("format" in ('jpeg', 'png', 'webp'));`);
  }

}
