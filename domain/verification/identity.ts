import type { EntityManager, Ref } from '@mikro-orm/core';
import type { User } from '#domain/accounts/user.entity.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import { recordLook } from '#domain/shared/record-audit.ts';

/** What is personal in a real-name request or an application; it is nowhere kept in clear. */
export interface IdentityData {
  name: string;
  idCard: string;
  idCardFacade: string;
  idCardObverse: string;
}

/** What somebody shows of who they are, as a row holds it. */
interface Sealed {
  id: string;
  user: Ref<User>;
  sealed: string;
}

/** Each person's data has a key of its own. */
const purposeOf = (userUuid: string): string => `real-name:${userUuid}`;

/** Seals the data of a person, with the blind index of the card. */
export const sealIdentity = (secrets: Secrets, userUuid: string, data: IdentityData) => ({
  sealed: secrets.seal(purposeOf(userUuid), JSON.stringify(data)),
  cardDigest: secrets.digest('real-name-card', data.idCard.toUpperCase()),
});

/** As applications were kept before they were sealed whole: of the data only the number of the card. */
export interface IdentityParts extends Omit<IdentityData, 'idCard'> {
  sealedCard: string;
}

export const openParts = (
  secrets: Secrets,
  { name, sealedCard, idCardFacade, idCardObverse }: IdentityParts,
): IdentityData => ({ name, idCard: secrets.open('id-card', sealedCard), idCardFacade, idCardObverse });

export const openSealed = (secrets: Secrets, userUuid: string, sealed: string): IdentityData =>
  JSON.parse(secrets.open(purposeOf(userUuid), sealed)) as IdentityData;

/** Opens the data of a row whose reading is recorded elsewhere; see `readIdentity`. */
export const openIdentity = (secrets: Secrets, { user, sealed }: Omit<Sealed, 'id'>): IdentityData =>
  openSealed(secrets, user.unwrap().uuid, sealed);

/** Opens the data of a row and records who looked, in the same transaction. */
export async function readIdentity(
  em: EntityManager,
  secrets: Secrets,
  noun: 'real-name' | 'verification',
  row: Sealed,
  by: { actor: string; requestId: string },
): Promise<IdentityData> {
  await recordLook(em, `${noun}:${row.id}`, by);
  return openIdentity(secrets, row);
}
