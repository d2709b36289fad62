import { Migration } from '@mikro-orm/migrations';

export class Migration20261127220734_transfer_sent extends Migration {

  override name = 'Migration20261127220734_transfer_sent';

  override up(): void | Promise<void> {
    this.addSql(`alter table "takeout" add "sent_at" timestamptz null;`);
    // What was approved before may have been sent.
    this.addSql(`update "takeout" set "sent_at" = "approved_at" where "approved_at" is not null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "takeout" drop column "sent_at";`);
  }

}
