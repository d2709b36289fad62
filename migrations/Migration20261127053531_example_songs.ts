import { Migration } from '@mikro-orm/migrations';

export class Migration20261127053531_example_songs extends Migration {

  override name = 'Migration20261127053531_example_songs';

  override up(): void | Promise<void> {
    this.addSql(`create table "example_song" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "name" varchar(128) not null, "path" varchar(500) not null, "cover_path" varchar(500) not null default '', "color" varchar(20) not null, "group" varchar(20) not null, "status" text not null default 'ONLINE');`);
    this.addSql(`alter table "example_song" add constraint "example_song_name_unique" unique ("name");`);
    this.addSql(`create index "example_song_status_group_color_id_index" on "example_song" ("status", "group", "color", "id");`);

    this.addSql(`alter table "example_song" add constraint "example_song_status_check" check ("status" in ('ONLINE', 'OFFLINE'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "example_song" cascade;`);
  }

}
