import { Migration } from '@mikro-orm/migrations';

export class Migration20261127185505_album_cleared extends Migration {

  override name = 'Migration20261127185505_album_cleared';

  override up(): void | Promise<void> {
    this.addSql(`alter table "album" add "is_cleared" boolean not null default false;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "album" drop column "is_cleared";`);
  }

}
