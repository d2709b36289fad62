import { Migration } from '@mikro-orm/migrations';

export class Migration20261127222042_proof_rounds extends Migration {

  override name = 'Migration20261127222042_proof_rounds';

  override up(): void | Promise<void> {
    this.addSql(`alter table "refund" add "retries" int not null default 0;`);

    this.addSql(`alter table "work" add "edition" int not null default 0;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "refund" drop column "retries";`);

    this.addSql(`alter table "work" drop column "edition";`);
  }

}
