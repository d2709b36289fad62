import { Migration } from '@mikro-orm/migrations';

export class Migration20261127222733_unreadable_bills extends Migration {

  override name = 'Migration20261127222733_unreadable_bills';

  override up(): void | Promise<void> {
    this.addSql(`alter table "reconciliation_case" drop constraint "reconciliation_case_kind_check";`);
    this.addSql(`alter table "reconciliation_case" add constraint "reconciliation_case_kind_check" check ("kind" in ('missing_here', 'missing_there', 'different_sum', 'unreadable'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "reconciliation_case" drop constraint "reconciliation_case_kind_check";`);
    this.addSql(`alter table "reconciliation_case" add constraint "reconciliation_case_kind_check" check ("kind" in ('missing_here', 'missing_there', 'different_sum'));`);
  }

}
