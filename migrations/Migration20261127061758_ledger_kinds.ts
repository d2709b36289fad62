import { Migration } from '@mikro-orm/migrations';

export class Migration20261127061758_ledger_kinds extends Migration {

  override name = 'Migration20261127061758_ledger_kinds';

  override up(): void | Promise<void> {
    this.addSql(`alter table "ledger_entry" drop constraint "ledger_entry_kind_check";`);
    this.addSql(`alter table "ledger_entry" add constraint "ledger_entry_kind_check" check ("kind" in ('payment', 'payment-returned', 'sale', 'refund', 'refund-paid', 'takeout-reserved', 'takeout-returned', 'takeout-paid', 'takeout-bounced'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "ledger_entry" drop constraint "ledger_entry_kind_check";`);
    this.addSql(`alter table "ledger_entry" add constraint "ledger_entry_kind_check" check ("kind" in ('payment', 'payment-returned', 'sale', 'refund', 'refund-revoked', 'refund-paid', 'takeout-reserved', 'takeout-returned', 'takeout-paid', 'takeout-bounced'));`);
  }

}
