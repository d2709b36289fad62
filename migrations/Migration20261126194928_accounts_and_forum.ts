import { Migration } from '@mikro-orm/migrations';

export class Migration20261126194928_accounts_and_forum extends Migration {

  override name = 'Migration20261126194928_accounts_and_forum';

  override up(): void | Promise<void> {
    this.addSql(`create table "post" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "author_id" int not null, "title" varchar(200) not null, "type" int not null, "text" text not null);`);
    this.addSql(`create index "post_author_id_index" on "post" ("author_id");`);

    this.addSql(`create table "password_reset" ("id" uuid not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "realm" text not null, "user_id" int not null, "session" varchar(64) not null, "state" text not null default 'REQUESTED', primary key ("id"));`);
    this.addSql(`create index "password_reset_session_created_at_index" on "password_reset" ("session", "created_at");`);
    this.addSql(`create index "password_reset_user_id_created_at_index" on "password_reset" ("user_id", "created_at");`);

    this.addSql(`create table "reset_attempt" ("id" uuid not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "reset_id" uuid not null, "code_digest" varchar(64) not null, "password_hash" text not null, primary key ("id"));`);
    this.addSql(`create index "reset_attempt_reset_id_index" on "reset_attempt" ("reset_id");`);

    this.addSql(`create table "comment" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "author_id" int not null, "text" text not null, "post_id" int not null);`);
    this.addSql(`create index "comment_author_id_index" on "comment" ("author_id");`);
    this.addSql(`create index "comment_post_id_index" on "comment" ("post_id");`);

    this.addSql(`create table "liking" ("id" bigserial primary key, "created_at" timestamptz not null, "user_id" int not null, "post_id" int null, "comment_id" int null);`);
    this.addSql(`create index "liking_user_id_index" on "liking" ("user_id");`);
    this.addSql(`alter table "liking" add constraint "liking_post_id_user_id_unique" unique ("post_id", "user_id");`);
    this.addSql(`alter table "liking" add constraint "liking_comment_id_user_id_unique" unique ("comment_id", "user_id");`);

    this.addSql(`alter table "post" add constraint "post_author_id_foreign" foreign key ("author_id") references "account" ("id") on delete cascade;`);

    this.addSql(`alter table "password_reset" add constraint "password_reset_user_id_foreign" foreign key ("user_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "password_reset" add constraint "password_reset_realm_check" check ("realm" in ('travel', 'vfine', 'piaxi', 'okman', 'qu', 'ops'));`);
    this.addSql(`alter table "password_reset" add constraint "password_reset_state_check" check ("state" in ('REQUESTED', 'SENT', 'UNSENT', 'CHANGED', 'EXPIRED', 'EXHAUSTED', 'SUPERSEDED', 'CANCELLED'));`);

    this.addSql(`alter table "reset_attempt" add constraint "reset_attempt_reset_id_foreign" foreign key ("reset_id") references "password_reset" ("id") on delete cascade;`);

    this.addSql(`alter table "comment" add constraint "comment_author_id_foreign" foreign key ("author_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "comment" add constraint "comment_post_id_foreign" foreign key ("post_id") references "post" ("id") on delete cascade;`);

    this.addSql(`alter table "liking" add constraint "liking_user_id_foreign" foreign key ("user_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "liking" add constraint "liking_post_id_foreign" foreign key ("post_id") references "post" ("id") on delete cascade;`);
    this.addSql(`alter table "liking" add constraint "liking_comment_id_foreign" foreign key ("comment_id") references "comment" ("id") on delete cascade;`);
    this.addSql(`alter table "liking" add constraint "liking_check" check (num_nonnulls(post_id, comment_id) = 1);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "comment" drop constraint "comment_post_id_foreign";`);
    this.addSql(`alter table "liking" drop constraint "liking_post_id_foreign";`);
    this.addSql(`alter table "reset_attempt" drop constraint "reset_attempt_reset_id_foreign";`);
    this.addSql(`alter table "liking" drop constraint "liking_comment_id_foreign";`);

    this.addSql(`drop table if exists "post" cascade;`);
    this.addSql(`drop table if exists "password_reset" cascade;`);
    this.addSql(`drop table if exists "reset_attempt" cascade;`);
    this.addSql(`drop table if exists "comment" cascade;`);
    this.addSql(`drop table if exists "liking" cascade;`);
  }

}
