import { Migration } from '@mikro-orm/migrations';

export class Migration20261127221111_bill_days extends Migration {

  override name = 'Migration20261127221111_bill_days';

  override up(): void | Promise<void> {
    this.addSql(`drop index "bill_row_day_index";`);
    this.addSql(`alter table "bill_row" drop constraint "bill_row_pkey";`);
    this.addSql(`create index "bill_row_key_index" on "bill_row" ("key");`);
    this.addSql(`alter table "bill_row" add primary key ("day", "key");`);

    this.addSql(`alter table "reconciliation_case" drop constraint "reconciliation_case_key_kind_unique";`);
    this.addSql(`alter table "reconciliation_case" add constraint "reconciliation_case_key_kind_day_unique" unique ("key", "kind", "day");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "bill_row_key_index";`);
    this.addSql(`alter table "bill_row" drop constraint "bill_row_pkey";`);
    this.addSql(`create index "bill_row_day_index" on "bill_row" ("day");`);
    this.addSql(`alter table "bill_row" add primary key ("key");`);

    this.addSql(`alter table "reconciliation_case" drop constraint "reconciliation_case_key_kind_day_unique";`);
    this.addSql(`alter table "reconciliation_case" add constraint "reconciliation_case_key_kind_unique" unique ("key", "kind");`);
  }

}
