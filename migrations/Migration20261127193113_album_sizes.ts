import { Migration } from '@mikro-orm/migrations';

export class Migration20261127193113_album_sizes extends Migration {

  override name = 'Migration20261127193113_album_sizes';

  override up(): void | Promise<void> {
    this.addSql(`alter table "album" add "info_size" int not null default 0, add "result_size" int not null default 0;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "album" drop column "info_size", drop column "result_size";`);
  }

}
