import { Migration } from '@mikro-orm/migrations';

export class Migration20261126202508_disable_accounts extends Migration {

  override name = 'Migration20261126202508_disable_accounts';

  override up(): void | Promise<void> {
    this.addSql(`alter table "account" add "disabled_at" timestamptz null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "account" drop column "disabled_at";`);
  }

}
