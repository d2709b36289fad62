import { join } from 'node:path';
import type { FileStorage } from '#domain/ports/storage.ts';
import type { Settings } from '../env.ts';
import { createLocalStorage } from './local.ts';
import { createS3Storage } from './s3.ts';

/** Where these settings keep files: a bucket, or the data folder. */
export function storageOf(settings: Settings): FileStorage {
  const { S3_BUCKET, S3_ENDPOINT, S3_REGION, S3_PATH_STYLE, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = settings;
  if (!S3_BUCKET) return createLocalStorage(join(settings.ENSEMBLE_DATA, 'files'));
  return createS3Storage({
    bucket: S3_BUCKET,
    endpoint: S3_ENDPOINT,
    region: S3_REGION,
    pathStyle: S3_PATH_STYLE,
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
  });
}
