import { Migration } from '@mikro-orm/migrations';

export class Migration20261126205134_catalogue_groups_suggestions extends Migration {

  override name = 'Migration20261126205134_catalogue_groups_suggestions';

  override up(): void | Promise<void> {
    this.addSql(`create table "banner" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "type" varchar(20) not null, "name" varchar(64) not null, "href" varchar(500) not null);`);
    this.addSql(`create index "banner_type_id_index" on "banner" ("type", "id");`);

    this.addSql(`create table "account_group" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "realm" text not null, "name" varchar(64) not null);`);
    this.addSql(`alter table "account_group" add constraint "account_group_realm_name_unique" unique ("realm", "name");`);

    this.addSql(`create table "suggestion" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "username" varchar(64) not null, "text" text not null);`);

    this.addSql(`create table "account_group_members" ("group_id" int not null, "user_id" int not null, primary key ("group_id", "user_id"));`);

    this.addSql(`alter table "account_group" add constraint "account_group_realm_check" check ("realm" in ('travel', 'vfine', 'piaxi', 'okman', 'qu', 'ops'));`);

    this.addSql(`alter table "account_group_members" add constraint "account_group_members_group_id_foreign" foreign key ("group_id") references "account_group" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "account_group_members" add constraint "account_group_members_user_id_foreign" foreign key ("user_id") references "account" ("id") on update cascade on delete cascade;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "account_group_members" drop constraint "account_group_members_group_id_foreign";`);

    this.addSql(`drop table if exists "banner" cascade;`);
    this.addSql(`drop table if exists "account_group" cascade;`);
    this.addSql(`drop table if exists "suggestion" cascade;`);
    this.addSql(`drop table if exists "account_group_members" cascade;`);
  }

}
