import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { findAccount } from '#domain/accounts/find-account.ts';
import type { ObjectStore, UploadPermit } from '#domain/ports/object-store.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { uploaderOf, uploadFolderOf, type FileType } from './upload-key.plan.ts';
import { Upload, UploadPermission } from './upload.entity.ts';

interface Uploader {
  id: number;
  uuid: string;
}

/** Lets somebody upload into a folder of their own; refuses `upstream_error` where there is no object store. */
export async function permitUpload(
  em: EntityManager,
  store: ObjectStore,
  { user, type, now }: { user: Uploader; type: FileType; now: Date },
): Promise<UploadPermit> {
  const permit = store.permit(uploadFolderOf(type, user.uuid, randomBytes(8).toString('hex')), now);
  await em.insert(UploadPermission, { user: user.id, dir: permit.dir, expiresAt: permit.expiresAt });
  return permit;
}

interface Told {
  key: string;
  /** What the store said of it; without, it was found there. */
  said?: { size: number; mimeType: string };
}

/**
 * Records an object that lies in the store, once however often it is told; the key says whose it is. Refuses
 * `invalid_value` where there is no such object, or not of the size that was told: callbacks are signed with one key
 * for all customers of the store, so that a stranger's bucket may tell us anything.
 */
export async function recordUpload(em: EntityManager, storage: FileStorage, { key, said }: Told): Promise<Upload> {
  const uuid = uploaderOf(key);
  const user = uuid && (await findAccount(em, 'vfine', { uuid }));
  const stored = user && (await storage.stat(key));
  if (!user || !stored || (said && said.size !== stored.size)) throw new DomainError('invalid', 'invalid_value');
  const row = {
    user: user.id,
    key,
    sizeBytes: stored.size,
    mimeType: said?.mimeType ?? '',
    toldBy: said ? ('CALLBACK' as const) : ('FOUND' as const),
  };
  await em.upsert(Upload, em.create(Upload, row, { persist: false }), {
    onConflictFields: ['key'],
    onConflictAction: 'ignore',
  });
  return em.findOneOrFail(Upload, { key });
}

/** The object of this key, if the person has uploaded it; one whose callback was lost is found. Refuses `invalid_value`. */
export async function requireUpload(
  em: EntityManager,
  storage: FileStorage,
  { key, user }: { key: string; user: Uploader },
): Promise<Upload> {
  if (uploaderOf(key) !== user.uuid) throw new DomainError('invalid', 'invalid_value', 'not an upload of the caller');
  return (await em.findOne(Upload, { key, user: user.id })) ?? recordUpload(em, storage, { key });
}
