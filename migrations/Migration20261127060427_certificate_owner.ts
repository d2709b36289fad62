import { Migration } from '@mikro-orm/migrations';

export class Migration20261127060427_certificate_owner extends Migration {

  override name = 'Migration20261127060427_certificate_owner';

  override up(): void | Promise<void> {
    this.addSql(`alter table "certificate" add "owner" varchar(128) not null default '';`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "certificate" drop column "owner";`);
  }

}
