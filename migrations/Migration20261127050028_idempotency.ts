import { Migration } from '@mikro-orm/migrations';

export class Migration20261127050028_idempotency extends Migration {

  override name = 'Migration20261127050028_idempotency';

  override up(): void | Promise<void> {
    this.addSql(`create table "keyed_request" ("id" varchar(64) not null, "fingerprint" varchar(64) not null, "asked_at" timestamptz not null, "claim" uuid null, "claimed_until" timestamptz null, "answered_at" timestamptz null, "sealed_answer" text null, "expires_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`create index "keyed_request_expires_at_index" on "keyed_request" ("expires_at");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "keyed_request" cascade;`);
  }

}
