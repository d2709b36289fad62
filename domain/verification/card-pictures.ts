import type { EntityManager } from '@mikro-orm/core';
import type { User } from '#domain/accounts/user.entity.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { hideUpload } from '#domain/uploads/hide-upload.ts';
import { uploaderOf } from '#domain/uploads/upload-key.plan.ts';
import { Work } from '#domain/works/work.entity.ts';
import type { IdentityData } from './identity.ts';

/** Whether an upload of the person is seen or heard by others: as an avatar, or with a work. */
async function isInUse(em: EntityManager, { id: producer, uuid, avatar }: User, key: string): Promise<boolean> {
  if (uploaderOf(key) !== uuid) return false;
  return avatar.endsWith(key) || (await em.count(Work, { producer, $or: [{ avatar: key }, { path: key }] })) > 0;
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
