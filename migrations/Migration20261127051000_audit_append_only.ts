import { Migration } from '@mikro-orm/migrations';

/** What was done stays written: not even we change it. */
export class Migration20261127051000_audit_append_only extends Migration {

  override name = 'Migration20261127051000_audit_append_only';

  override up(): void {
    this.addSql(`create function audit_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'audit is append-only: % refused', tg_op using errcode = 'restrict_violation';
end $$;`);
    this.addSql(`create trigger audit_append_only before update or delete or truncate on "audit"
  for each statement execute function audit_refuse();`);
  }

  override down(): void {
    this.addSql(`drop trigger if exists audit_append_only on "audit";`);
    this.addSql(`drop function if exists audit_refuse();`);
  }

}
