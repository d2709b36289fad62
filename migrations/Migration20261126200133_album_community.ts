import { Migration } from '@mikro-orm/migrations';

export class Migration20261126200133_album_community extends Migration {

  override name = 'Migration20261126200133_album_community';

  override up(): void | Promise<void> {
    this.addSql(`alter table "album" add "is_hidden" boolean not null default false;`);

    this.addSql(`alter table "comment" add "album_id" int null;`);
    this.addSql(`alter table "comment" add constraint "comment_album_id_foreign" foreign key ("album_id") references "album" ("id") on delete cascade;`);
    this.addSql(`alter table "comment" alter column "post_id" drop not null;`);
    this.addSql(`create index "comment_album_id_index" on "comment" ("album_id");`);
    this.addSql(`alter table "comment" add constraint "comment_check" check (num_nonnulls(post_id, album_id) = 1);`);

    this.addSql(`alter table "liking" drop constraint "liking_check";`);
    this.addSql(`alter table "liking" add "album_id" int null;`);
    this.addSql(`alter table "liking" add constraint "liking_album_id_foreign" foreign key ("album_id") references "album" ("id") on delete cascade;`);
    this.addSql(`alter table "liking" add constraint "liking_album_id_user_id_unique" unique ("album_id", "user_id");`);
    this.addSql(`alter table "liking" add constraint "liking_check" check (num_nonnulls(post_id, comment_id, album_id) = 1);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "comment" drop constraint "comment_album_id_foreign";`);

    this.addSql(`alter table "liking" drop constraint "liking_album_id_foreign";`);

    this.addSql(`alter table "album" drop column "is_hidden";`);

    this.addSql(`drop index "comment_album_id_index";`);
    this.addSql(`alter table "comment" drop constraint "comment_check";`);
    this.addSql(`alter table "comment" drop column "album_id";`);
    this.addSql(`alter table "comment" alter column "post_id" set not null;`);

    this.addSql(`alter table "liking" drop constraint "liking_album_id_user_id_unique";`);
    this.addSql(`alter table "liking" drop constraint "liking_check";`);
    this.addSql(`alter table "liking" drop column "album_id";`);
    this.addSql(`alter table "liking" add constraint "liking_check" check (num_nonnulls(post_id, comment_id) = 1);`);
  }

}
