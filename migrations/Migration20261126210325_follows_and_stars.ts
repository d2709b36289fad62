import { Migration } from '@mikro-orm/migrations';

export class Migration20261126210325_follows_and_stars extends Migration {

  override name = 'Migration20261126210325_follows_and_stars';

  override up(): void | Promise<void> {
    this.addSql(`create table "follow" ("id" bigserial primary key, "created_at" timestamptz not null, "follower_id" int not null, "followed_id" int not null);`);
    this.addSql(`create index "follow_followed_id_index" on "follow" ("followed_id");`);
    this.addSql(`alter table "follow" add constraint "follow_follower_id_followed_id_unique" unique ("follower_id", "followed_id");`);

    this.addSql(`alter table "account" add "starred_at" timestamptz null;`);

    this.addSql(`alter table "message" alter column "content" type text using ("content"::text);`);
    this.addSql(`alter table "message" alter column "title" type varchar(200) using ("title"::varchar(200));`);

    this.addSql(`alter table "follow" add constraint "follow_follower_id_foreign" foreign key ("follower_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "follow" add constraint "follow_followed_id_foreign" foreign key ("followed_id") references "account" ("id") on delete cascade;`);
    this.addSql(`alter table "follow" add constraint "follow_check" check (follower_id <> followed_id);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "follow" cascade;`);

    this.addSql(`alter table "account" drop column "starred_at";`);

    this.addSql(`alter table "message" alter column "title" type varchar(60) using ("title"::varchar(60));`);
    this.addSql(`alter table "message" alter column "content" type varchar(60) using ("content"::varchar(60));`);
  }

}
