import { Migration } from '@mikro-orm/migrations';

export class Migration20261128012533_drawings_and_tax_payments extends Migration {

  override name = 'Migration20261128012533_drawings_and_tax_payments';

  override up(): void | Promise<void> {
    this.addSql(`alter table "ledger_account" drop constraint "ledger_account_kind_check";`);
    this.addSql(`alter table "ledger_account" add constraint "ledger_account_kind_check" check ("kind" in ('provider', 'buyer-clearing', 'seller-payable', 'seller-reserved', 'seller-receivable', 'commission', 'tax-payable', 'refund-clearing', 'own-funds', 'drawings', 'provider-fees'));`);

    this.addSql(`alter table "ledger_entry" drop constraint "ledger_entry_kind_check";`);
    this.addSql(`alter table "ledger_entry" add constraint "ledger_entry_kind_check" check ("kind" in ('payment', 'payment-returned', 'sale', 'refund', 'refund-paid', 'takeout-reserved', 'takeout-returned', 'takeout-paid', 'takeout-bounced', 'top-up', 'drawing', 'tax-payment', 'provider-fee', 'provider-fee-returned'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "ledger_account" drop constraint "ledger_account_kind_check";`);
    this.addSql(`alter table "ledger_account" add constraint "ledger_account_kind_check" check ("kind" in ('provider', 'buyer-clearing', 'seller-payable', 'seller-reserved', 'seller-receivable', 'commission', 'tax-payable', 'refund-clearing', 'own-funds', 'provider-fees'));`);

    this.addSql(`alter table "ledger_entry" drop constraint "ledger_entry_kind_check";`);
    this.addSql(`alter table "ledger_entry" add constraint "ledger_entry_kind_check" check ("kind" in ('payment', 'payment-returned', 'sale', 'refund', 'refund-paid', 'takeout-reserved', 'takeout-returned', 'takeout-paid', 'takeout-bounced', 'top-up', 'provider-fee', 'provider-fee-returned'));`);
  }

}
