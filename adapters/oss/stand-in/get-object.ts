import type { FileStorage } from '#domain/ports/storage.ts';
import { OssError, type Answer } from './wording.ts';

const keyOf = (url: string): string => decodeURIComponent(url.slice(1).replace(/\?.*$/s, ''));

/** Gives the object at a path to whoever asks; its kind is not kept here, and browsers tell pictures by their content. */
export async function getObject(storage: FileStorage, url: string): Promise<Answer> {
  const key = keyOf(url);
  if (!(await storage.stat(key))) throw new OssError(404, 'NoSuchKey', 'The specified key does not exist.');
  return { status: 200, type: 'application/octet-stream', body: await storage.readAll(key) };
}
