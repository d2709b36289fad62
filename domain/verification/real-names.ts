import type { EntityManager } from '@mikro-orm/core';
import type { Secrets } from '#domain/ports/secrets.ts';
import { recordLook } from '#domain/shared/record-audit.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { RealName } from './real-name.entity.ts';

/** What is personal in a request; it is nowhere kept in clear. */
export interface RealNameData {
  name: string;
  idCard: string;
  idCardFacade: string;
  idCardObverse: string;
}

/** Each person's data has a key of its own. */
const purposeOf = (userUuid: string): string => `real-name:${userUuid}`;

/** Seals the data of a person, with the blind index of the card. */
export const sealRealName = (secrets: Secrets, userUuid: string, data: RealNameData) => ({
  sealed: secrets.seal(purposeOf(userUuid), JSON.stringify(data)),
  cardDigest: secrets.digest('real-name-card', data.idCard.toUpperCase()),
});

/** Opens the data of a request whose reading is recorded elsewhere; see `readRealName`. */
export const openRealName = (secrets: Secrets, { user, sealed }: RealName): RealNameData =>
  JSON.parse(secrets.open(purposeOf(user.unwrap().uuid), sealed)) as RealNameData;

/** Opens the data of a request and records who looked, in the same transaction. */
export async function readRealName(
  em: EntityManager,
  secrets: Secrets,
  request: RealName,
  by: { actor: string; requestId: string },
): Promise<RealNameData> {
  await recordLook(em, `real-name:${request.id}`, by);
  return openRealName(secrets, request);
}

/** The newest request of an account, or null. */
export const findRealName = (em: EntityManager, userUuid: string): Promise<RealName | null> =>
  em.findOne(RealName, { user: { uuid: userUuid } }, { orderBy: { createdAt: 'desc' }, populate: ['user'] });

/** Requests that wait for a verdict, oldest first. */
export async function listWaitingRealNames(em: EntityManager, window: Window): Promise<Slice<RealName>> {
  const options = { orderBy: { createdAt: 'asc', id: 'asc' }, populate: ['user'], ...window } as const;
  const [items, total] = await em.findAndCount(RealName, { status: 'WAITING' }, options);
  return { items, total };
}
