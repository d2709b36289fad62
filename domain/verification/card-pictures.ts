import { LockMode, type EntityManager } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { hideUpload } from '#domain/uploads/hide-upload.ts';
import { hiddenPrefix, uploaderOf } from '#domain/uploads/upload-key.plan.ts';
import { Upload } from '#domain/uploads/upload.entity.ts';
import { Work } from '#domain/works/work.entity.ts';
import { openSealed, sealIdentity, type IdentityData } from './identity.ts';
import { RealName } from './real-name.entity.ts';
import { Verification } from './verification.entity.ts';

/** Whether an upload of the person is seen or heard by others: as an avatar, with a work, or under a licence. */
async function isInUse(em: EntityManager, user: User, key: string): Promise<boolean> {
  if (uploaderOf(key) !== user.uuid) return false;
  if (user.avatar.endsWith(key)) return true;
  if ((await em.count(Work, { producer: user, $or: [{ avatar: key }, { path: key }] })) > 0) return true;
  return (await em.count(Certificate, { seller: user, workPath: key })) > 0;
}

/**
 * Takes the pictures of a card out of what everybody may read; answers the data with the keys that they have from then on.
 * Refuses `invalid_value` where one is in use for something else.
 */
export async function hideCard(
  em: EntityManager,
  storage: FileStorage,
  user: User,
  data: IdentityData,
): Promise<IdentityData> {
  for (const key of [data.idCardFacade, data.idCardObverse])
    if (await isInUse(em, user, key)) throw new DomainError('invalid', 'invalid_value', 'the picture is in use');
  return {
    ...data,
    idCardFacade: await hideUpload(em, storage, { key: data.idCardFacade, user }),
    idCardObverse: await hideUpload(em, storage, { key: data.idCardObverse, user }),
  };
}

interface Outside {
  storage: FileStorage;
  secrets: Secrets;
}

/** Removes a picture of a card, unless it is none of the person's hidden uploads or in use; answers the key that is left. */
async function removePicture(em: EntityManager, storage: FileStorage, user: User, key: string): Promise<string> {
  const isTheirs = key.startsWith(hiddenPrefix) && uploaderOf(key) === user.uuid;
  if (!isTheirs || (await isInUse(em, user, key))) return key;
  await storage.remove(key);
  await em.nativeDelete(Upload, { key });
  return '';
}

/**
 * Removes the pictures of a person's card that only requests and applications show which have ended: nobody compares them
 * any more. May safely run twice.
 */
export async function removeCards(em: EntityManager, { storage, secrets }: Outside, userUuid: string): Promise<void> {
  const lockMode = LockMode.PESSIMISTIC_WRITE; // what is recorded meanwhile may show the same pictures
  const user = await em.findOne(User, { uuid: userUuid, realm: 'vfine' }, { lockMode });
  if (!user) return;
  const rows = [...(await em.find(RealName, { user })), ...(await em.find(Verification, { user }))];
  const shown = rows.map((row) => ({ row, data: openSealed(secrets, userUuid, row.sealed) }));
  const waiting = shown.filter(({ row }) => !row.settledAt);
  const needed = new Set(waiting.flatMap(({ data }) => [data.idCardFacade, data.idCardObverse]));
  const rest = (key: string) => (needed.has(key) ? key : removePicture(em, storage, user, key));
  for (const { row, data } of shown) {
    if (!row.settledAt) continue;
    const { idCardFacade, idCardObverse } = data;
    const left = { idCardFacade: await rest(idCardFacade), idCardObverse: await rest(idCardObverse) };
    if (left.idCardFacade === idCardFacade && left.idCardObverse === idCardObverse) continue;
    row.sealed = sealIdentity(secrets, userUuid, { ...data, ...left }).sealed;
  }
}
