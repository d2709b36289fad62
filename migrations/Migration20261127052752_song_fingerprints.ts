import { Migration } from '@mikro-orm/migrations';

export class Migration20261127052752_song_fingerprints extends Migration {

  override name = 'Migration20261127052752_song_fingerprints';

  override up(): void | Promise<void> {
    this.addSql(`create table "song_fingerprint" ("work_id" uuid not null, "words" bytea not null, "keys" int[] not null, primary key ("work_id"));`);
    this.addSql(`create index "song_fingerprint_keys" on "song_fingerprint" using gin ("keys");`);

    this.addSql(`alter table "song_fingerprint" add constraint "song_fingerprint_work_id_foreign" foreign key ("work_id") references "work" ("id") on update cascade on delete cascade;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "song_fingerprint" cascade;`);
  }

}
