import { Migration } from '@mikro-orm/migrations';

export class Migration20261127225222_certificate_positions extends Migration {

  override name = 'Migration20261127225222_certificate_positions';

  override up(): void | Promise<void> {
    this.addSql(`alter table "certificate" add "position" smallint not null default 0;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "certificate" drop column "position";`);
  }

}
