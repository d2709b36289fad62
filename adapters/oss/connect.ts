import type { ObjectStore } from '#domain/ports/object-store.ts';
import { SettingsError, type Settings } from '../env.ts';
import { createObjectStore, noObjectStore } from './object-store.ts';

/** What the embedded stand-in calls its bucket; it keeps its files where the platform does. */
export const standInBucket = 'stand-in';

/** The object store of these settings; without a bucket there is none. */
export function objectStoreOf(settings: Settings): ObjectStore {
  const { OSS_BUCKET: bucket, OSS_HOST: host, PUBLIC_URL } = settings;
  const { OSS_ACCESS_KEY_ID: accessKeyId, OSS_ACCESS_KEY_SECRET: accessKeySecret } = settings;
  if (!bucket) return noObjectStore;
  const callbackUrl = settings.OSS_CALLBACK_URL ?? (PUBLIC_URL && new URL('/vfine/v1/callback', PUBLIC_URL).href);
  if (!host || !accessKeyId || !accessKeySecret || !callbackUrl)
    throw new SettingsError(
      'Wrong settings:\n  OSS_BUCKET needs OSS_HOST, OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, and OSS_CALLBACK_URL or PUBLIC_URL',
    );
  if (bucket !== settings.S3_BUCKET && bucket !== standInBucket)
    throw new SettingsError('Wrong settings:\n  OSS_BUCKET is not the bucket of S3_BUCKET: no upload would be found');
  const keyUrls = settings.OSS_KEY_URLS.split(',').filter(Boolean);
  const maxBytes = settings.UPLOAD_MAX_MB * 1024 * 1024;
  return createObjectStore({ bucket, host, accessKeyId, accessKeySecret, callbackUrl, keyUrls, maxBytes });
}
