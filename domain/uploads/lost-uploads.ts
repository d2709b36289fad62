import type { EntityManager } from '@mikro-orm/core';
import type { FileStorage } from '#domain/ports/storage.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { recordUpload } from './uploads.ts';
import { Upload, UploadPermission } from './upload.entity.ts';

/** How long after a permit's end an upload that began before it may still arrive. */
const graceMs = 6 * 3600_000;

interface Batch {
  /** Continues behind this permission. */
  after: string;
  limit: number;
}

export interface Repaired {
  /** Last permission looked at; undefined where there are no more. */
  last?: string;
  found: number;
}

/** Records a found object; one that was removed meanwhile is left alone. */
async function isRecorded(em: EntityManager, storage: FileStorage, key: string): Promise<boolean> {
  try {
    await recordUpload(em, storage, { key });
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/** Records what lies in folders that people may upload to and nobody told us of; folders that can get no more are left alone from then on. */
export async function repairUploads(
  em: EntityManager,
  storage: FileStorage,
  { after, limit, now }: Batch & { now: Date },
): Promise<Repaired> {
  const permissions = await em.find(UploadPermission, { id: { $gt: after } }, { orderBy: { id: 'asc' }, limit });
  let found = 0;
  for (const { id, dir, expiresAt } of permissions) {
    const keys = (await storage.list(dir)).map(({ key }) => key);
    const known = new Set((await em.find(Upload, { key: { $in: keys } }, { fields: ['key'] })).map(({ key }) => key));
    for (const key of keys.filter((one) => !known.has(one))) {
      if (await isRecorded(em, storage, key)) found++;
    }
    if (expiresAt.getTime() + graceMs < now.getTime()) await em.nativeDelete(UploadPermission, { id });
  }
  const last = permissions.length === limit ? permissions.at(-1)?.id : undefined;
  return { found, ...(last !== undefined && { last: String(last) }) };
}
