import type { EntityManager } from '@mikro-orm/core';
import type { FileStorage } from '#domain/ports/storage.ts';
import { hiddenPrefix, shownPrefix, uploaderOf } from './upload-key.plan.ts';
import { Upload } from './upload.entity.ts';
import { recordUpload } from './uploads.ts';

/**
 * Takes somebody's upload out of `pics/`, which everybody may read, and answers the key it has from then on; every other
 * key stays as it is. Asked again, it finds it moved; what has been uploaded in its old place meanwhile replaces nothing.
 */
export async function hideUpload(
  em: EntityManager,
  storage: FileStorage,
  { key, user }: { key: string; user: { uuid: string } },
): Promise<string> {
  if (uploaderOf(key) !== user.uuid || !key.startsWith(shownPrefix)) return key;
  const moved = `${hiddenPrefix}${key.slice(shownPrefix.length)}`;
  if (!(await storage.stat(moved))) {
    if (!(await storage.stat(key))) return key;
    await storage.put(moved, await storage.read(key));
  }
  await recordUpload(em, storage, { key: moved });
  await em.nativeDelete(Upload, { key });
  await storage.remove(key);
  return moved;
}
