import { Migration } from '@mikro-orm/migrations';

export class Migration20261121101034_foundation extends Migration {

  override name = 'Migration20261121101034_foundation';

  override up(): void | Promise<void> {
    this.addSql(`create table "attempt" ("id" bigserial primary key, "bucket" varchar(64) not null, "at" timestamptz not null);`);
    this.addSql(`create index "attempt_bucket_at_index" on "attempt" ("bucket", "at");`);

    this.addSql(`create table "audit" ("id" bigserial primary key, "event_key" varchar(160) not null, "at" timestamptz not null, "realm" text not null, "actor" varchar(64) not null, "action" varchar(60) not null, "subject" varchar(120) not null, "before" varchar(60) null, "after" varchar(60) null, "workflow_id" varchar(200) null, "run_id" varchar(64) null, "request_id" varchar(64) null);`);
    this.addSql(`alter table "audit" add constraint "audit_event_key_unique" unique ("event_key");`);

    this.addSql(`create table "contact_code" ("id" uuid not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "realm" text not null, "contact" varchar(64) not null, "sent_at" timestamptz null, "tries" smallint not null default 0, "verified_at" timestamptz null, "used_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "contact_code_realm_contact_created_at_index" on "contact_code" ("realm", "contact", "created_at");`);

    this.addSql(`create table "account" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "uuid" uuid not null, "realm" text not null, "uname" varchar(30) null, "phone" varchar(20) null, "email" varchar(254) null, "password_hash" text not null, "roles" text[] not null default '{}', "type" varchar(20) not null default 'Visitor', "musician_type" varchar(20) null, "name" varchar(64) not null default '', "gender" smallint not null default 0, "intro" text not null default '', "avatar" varchar(500) not null default '', "location" jsonb not null);`);
    this.addSql(`alter table "account" add constraint "account_uuid_unique" unique ("uuid");`);
    this.addSql(`alter table "account" add constraint "account_realm_uname_unique" unique ("realm", "uname");`);
    this.addSql(`alter table "account" add constraint "account_realm_phone_unique" unique ("realm", "phone");`);
    this.addSql(`alter table "account" add constraint "account_realm_email_unique" unique ("realm", "email");`);

    this.addSql(`create table "session" ("id" varchar(64) not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "realm" text not null, "user_id" int null, "expires_at" timestamptz not null, "captcha_digest" varchar(64) null, "captcha_expires_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "session_expires_at_index" on "session" ("expires_at");`);

    this.addSql(`create table "movie" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "owner_id" int not null, "state" text not null default 'UNSTARTED', "title" varchar(200) not null default '', "description" text not null default '', "is_public" boolean not null default false, "tag" int not null default 0, "task" varchar(64) null, "runs" int not null default 0, "error" text not null default '', "result_key" varchar(200) null, "cover_key" varchar(200) null);`);
    this.addSql(`create index "movie_owner_id_state_index" on "movie" ("owner_id", "state");`);
    this.addSql(`create index "movie_is_public_state_index" on "movie" ("is_public", "state");`);
    this.addSql(`create index "movie_state_updated_at_index" on "movie" ("state", "updated_at");`);

    this.addSql(`create table "movie_upload" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "movie_id" int not null, "file" varchar(80) not null, "name" varchar(255) not null, "size" int not null, "format" text not null);`);
    this.addSql(`alter table "movie_upload" add constraint "movie_upload_movie_id_file_unique" unique ("movie_id", "file");`);

    this.addSql(`create table "message" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "event_key" varchar(120) not null, "recipient_id" int not null, "type" varchar(20) not null default 'SYSTEM', "title" varchar(60) not null, "content" varchar(60) not null, "args" jsonb not null, "read" boolean not null default false);`);
    this.addSql(`alter table "message" add constraint "message_event_key_unique" unique ("event_key");`);
    this.addSql(`create index "message_recipient_id_created_at_index" on "message" ("recipient_id", "created_at");`);

    this.addSql(`create table "musician_verification" ("id" uuid not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "user_id" int not null, "name" varchar(64) not null, "occupations" jsonb not null, "sealed_card" text not null, "avatar" varchar(500) not null, "id_card_facade" varchar(500) not null, "id_card_obverse" varchar(500) not null, "music" varchar(500) not null, "status" text not null default 'PENDING', "remark" varchar(500) null, "settled_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "musician_verification_user_id_created_at_index" on "musician_verification" ("user_id", "created_at");`);
    this.addSql(`create index "musician_verification_status_created_at_index" on "musician_verification" ("status", "created_at");`);

    this.addSql(`alter table "audit" add constraint "audit_realm_check" check ("realm" in ('travel', 'vfine', 'piaxi', 'okman', 'qu', 'ops'));`);

    this.addSql(`alter table "contact_code" add constraint "contact_code_realm_check" check ("realm" in ('travel', 'vfine', 'piaxi', 'okman', 'qu', 'ops'));`);

    this.addSql(`alter table "account" add constraint "account_realm_check" check ("realm" in ('travel', 'vfine', 'piaxi', 'okman', 'qu', 'ops'));`);
    this.addSql(`alter table "account" add constraint "account_roles_check" check ("roles" <@ array['manager'::text, 'admin'::text]);`);

    this.addSql(`alter table "session" add constraint "session_user_id_foreign" foreign key ("user_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "session" add constraint "session_realm_check" check ("realm" in ('travel', 'vfine', 'piaxi', 'okman', 'qu', 'ops'));`);

    this.addSql(`alter table "movie" add constraint "movie_owner_id_foreign" foreign key ("owner_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "movie" add constraint "movie_state_check" check ("state" in ('UNSTARTED', 'QUEUED', 'READING', 'ANALYSING', 'COMPOSING', 'MATCHING', 'RENDERING', 'FINISHED', 'FAILED', 'EXPIRED', 'DELETED'));`);

    this.addSql(`alter table "movie_upload" add constraint "movie_upload_movie_id_foreign" foreign key ("movie_id") references "movie" ("id") on delete cascade;`);
    this.addSql(`alter table "movie_upload" add constraint "movie_upload_format_check" check ("format" in ('jpeg', 'png', 'webp'));`);

    this.addSql(`alter table "message" add constraint "message_recipient_id_foreign" foreign key ("recipient_id") references "account" ("id") on delete cascade;`);

    this.addSql(`alter table "musician_verification" add constraint "musician_verification_user_id_foreign" foreign key ("user_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "musician_verification" add constraint "musician_verification_status_check" check ("status" in ('PENDING', 'APPROVED', 'REFUSED', 'WITHDRAWN', 'EXPIRED'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "session" drop constraint "session_user_id_foreign";`);
    this.addSql(`alter table "movie" drop constraint "movie_owner_id_foreign";`);
    this.addSql(`alter table "message" drop constraint "message_recipient_id_foreign";`);
    this.addSql(`alter table "musician_verification" drop constraint "musician_verification_user_id_foreign";`);
    this.addSql(`alter table "movie_upload" drop constraint "movie_upload_movie_id_foreign";`);

    this.addSql(`drop table if exists "attempt" cascade;`);
    this.addSql(`drop table if exists "audit" cascade;`);
    this.addSql(`drop table if exists "contact_code" cascade;`);
    this.addSql(`drop table if exists "account" cascade;`);
    this.addSql(`drop table if exists "session" cascade;`);
    this.addSql(`drop table if exists "movie" cascade;`);
    this.addSql(`drop table if exists "movie_upload" cascade;`);
    this.addSql(`drop table if exists "message" cascade;`);
    this.addSql(`drop table if exists "musician_verification" cascade;`);
  }

}
