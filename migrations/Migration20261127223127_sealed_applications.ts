import { Migration } from '@mikro-orm/migrations';
import { readSettings, SettingsError } from '#adapters/env.ts';
import { createSecrets } from '#adapters/secrets.ts';
import { openParts, sealIdentity, type IdentityParts } from '#domain/verification/identity.ts';

interface Row extends IdentityParts {
  id: string;
  uuid: string;
}

function secretsOf() {
  const { APP_SECRET } = readSettings();
  if (!APP_SECRET) throw new SettingsError('Wrong settings:\n  APP_SECRET is not set: applications are sealed with it');
  return createSecrets(Buffer.from(APP_SECRET, 'base64'));
}

export class Migration20261127223127_sealed_applications extends Migration {

  override name = 'Migration20261127223127_sealed_applications';

  override async up(): Promise<void> {
    await this.execute(`alter table "musician_verification" add "sealed" text null, add "card_digest" varchar(64) null;`);
    const rows = (await this.execute(`select v."id", a."uuid", v."name", v."sealed_card" as "sealedCard", v."id_card_facade" as "idCardFacade", v."id_card_obverse" as "idCardObverse" from "musician_verification" v join "account" a on a."id" = v."user_id";`)) as Row[];
    for (const { id, uuid, ...parts } of rows) {
      const secrets = secretsOf();
      const { sealed, cardDigest } = sealIdentity(secrets, uuid, openParts(secrets, parts));
      await this.execute(`update "musician_verification" set "sealed" = ?, "card_digest" = ? where "id" = ?;`, [sealed, cardDigest, id]);
    }
    this.addSql(`alter table "musician_verification" alter column "sealed" set not null, alter column "card_digest" set not null, drop column "name", drop column "sealed_card", drop column "id_card_facade", drop column "id_card_obverse";`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "musician_verification" drop column "sealed", drop column "card_digest", add "name" varchar(64) not null default '', add "sealed_card" text not null default '', add "id_card_facade" varchar(500) not null default '', add "id_card_obverse" varchar(500) not null default '';`);
  }

}
