import { Migration } from '@mikro-orm/migrations';

export class Migration20261126201847_dubbing_members extends Migration {

  override name = 'Migration20261126201847_dubbing_members';

  override up(): void | Promise<void> {
    this.addSql(`create table "dubbing_claim" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "works_id" int not null, "role_id" int not null, "user_id" int not null);`);
    this.addSql(`alter table "dubbing_claim" add constraint "dubbing_claim_works_id_role_id_unique" unique ("works_id", "role_id");`);

    this.addSql(`create table "dubbing_invite" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "works_id" int not null, "digest" varchar(64) not null, "expires_at" timestamptz not null);`);
    this.addSql(`alter table "dubbing_invite" add constraint "dubbing_invite_works_id_unique" unique ("works_id");`);
    this.addSql(`alter table "dubbing_invite" add constraint "dubbing_invite_digest_unique" unique ("digest");`);

    this.addSql(`create table "dubbing_member" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "works_id" int not null, "user_id" int not null);`);
    this.addSql(`create index "dubbing_member_user_id_index" on "dubbing_member" ("user_id");`);
    this.addSql(`alter table "dubbing_member" add constraint "dubbing_member_works_id_user_id_unique" unique ("works_id", "user_id");`);

    this.addSql(`alter table "dubbing_claim" add constraint "dubbing_claim_works_id_foreign" foreign key ("works_id") references "dubbing_works" ("id") on delete cascade;`);
    this.addSql(`alter table "dubbing_claim" add constraint "dubbing_claim_role_id_foreign" foreign key ("role_id") references "dubbing_role" ("id") on delete cascade;`);
    this.addSql(`alter table "dubbing_claim" add constraint "dubbing_claim_user_id_foreign" foreign key ("user_id") references "account" ("id") on delete cascade;`);

    this.addSql(`alter table "dubbing_invite" add constraint "dubbing_invite_works_id_foreign" foreign key ("works_id") references "dubbing_works" ("id") on delete cascade;`);

    this.addSql(`alter table "dubbing_member" add constraint "dubbing_member_works_id_foreign" foreign key ("works_id") references "dubbing_works" ("id") on delete cascade;`);
    this.addSql(`alter table "dubbing_member" add constraint "dubbing_member_user_id_foreign" foreign key ("user_id") references "account" ("id") on delete cascade;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "dubbing_claim" cascade;`);
    this.addSql(`drop table if exists "dubbing_invite" cascade;`);
    this.addSql(`drop table if exists "dubbing_member" cascade;`);
  }

}
