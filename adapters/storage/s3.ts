import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { AwsS3StorageAdapter } from '@flystorage/aws-s3';
import type { FileStorage } from '#domain/ports/storage.ts';
import { createFileStorage, type Range, type Shelf } from './stored-files.ts';

export interface Bucket {
  bucket: string;
  /** An S3-compatible service; without one, Amazon's own. */
  endpoint?: string | undefined;
  region: string;
  /** Names the bucket in the path instead of the host. */
  pathStyle?: boolean;
  accessKeyId?: string | undefined;
  secretAccessKey?: string | undefined;
  /** A connection on which nothing has moved for so long is given up; a request is tried three times. */
  silenceMs?: number;
}

const removedAtOnce = 20;

const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404 && error.name !== 'NoSuchBucket';

/** Flystorage's S3 adapter cannot read a range, and it empties a folder by requests for many keys, of which OSS wants a Content-MD5. */
class BucketFiles extends AwsS3StorageAdapter implements Shelf {
  private readonly s3: S3Client;
  private readonly bucket: string;
  readonly isMissing = isMissing;

  constructor(s3: S3Client, bucket: string) {
    super(s3, { bucket, uploadConfiguration: { queueSize: 2 } });
    this.s3 = s3;
    this.bucket = bucket;
  }

  override async read(path: string, { range }: { range?: Range }): Promise<Readable> {
    const part = range && { Range: `bytes=${range.start}-${range.end}` };
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket, Key: path, ...part }));
    if (Body instanceof Readable) return Body;
    throw new Error('the bucket answered without content');
  }

  override async deleteDirectory(path: string): Promise<void> {
    const Bucket = this.bucket;
    for (;;) {
      const page = await this.s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${path}/`, MaxKeys: 1000 }));
      const keys = (page.Contents ?? []).map(({ Key }) => Key);
      if (keys.length === 0) return;
      const remove = async (Key: string) => void (await this.s3.send(new DeleteObjectCommand({ Bucket, Key })));
      await Readable.from(keys).forEach(remove, { concurrency: removedAtOnce });
    }
  }
}

/** Files in a bucket; workers on any machine reach it. */
export function createS3Storage({
  bucket,
  endpoint,
  region,
  pathStyle = true,
  silenceMs = 20_000,
  ...keys
}: Bucket): FileStorage {
  const { accessKeyId, secretAccessKey } = keys;
  const client = new S3Client({
    region,
    ...(endpoint && { endpoint, forcePathStyle: pathStyle }),
    ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
    requestChecksumCalculation: 'WHEN_REQUIRED', // OSS knows none of those that are sent otherwise
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 5000, socketTimeout: silenceMs },
  });
  return createFileStorage(new BucketFiles(client, bucket));
}
