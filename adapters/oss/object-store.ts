import type { ObjectStore, UploadPermit } from '#domain/ports/object-store.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { isSignedBy } from './callback-signature.ts';
import { encode, signPolicy, type PostPolicy } from './post-policy.ts';
import { createPublicKeys } from './public-keys.ts';

export interface OssBucket {
  bucket: string;
  /** Address of the bucket. */
  host: string;
  accessKeyId: string;
  accessKeySecret: string;
  /** Where it tells of uploads. */
  callbackUrl: string;
  /** Prefixes of the public keys' addresses. */
  keyUrls: readonly string[];
  maxBytes: number;
}

const validMs = 10 * 60_000;

/** As the document's clients know it. */
const callbackBody = `{"mimeType":\${mimeType},"size":\${size},"filename":\${object}}`;

/**
 * OSS takes a form (PostObject) with the policy and its signature. Overwriting is forbidden by the bucket
 * (PutBucketOverwriteConfig), because a form of the document has no field for it.
 */
export function createObjectStore(settings: OssBucket): ObjectStore {
  const { bucket, host, accessKeyId, accessKeySecret, callbackUrl, keyUrls, maxBytes } = settings;
  const keys = createPublicKeys(keyUrls);
  const callback = encode({ callbackUrl, callbackBody, callbackBodyType: 'application/json' });

  return {
    permit(dir, now): UploadPermit {
      const expiresAt = new Date(now.getTime() + validMs);
      const conditions: PostPolicy['conditions'] = [
        { bucket },
        ['starts-with', '$key', dir],
        ['content-length-range', 1, maxBytes],
        { callback },
      ];
      const policy = encode({ expiration: expiresAt.toISOString(), conditions });
      const signature = signPolicy(accessKeySecret, policy);
      return { accessId: accessKeyId, host, policy, signature, callback, expiresAt, dir };
    },
    async hasSent({ authorization, keyUrl, url, body }) {
      const key = authorization && keyUrl ? await keys.find(keyUrl) : undefined;
      return key !== undefined && isSignedBy(key, { url, body }, authorization);
    },
  };
}

/** Without a bucket nobody uploads, and nothing has been sent by it. */
export const noObjectStore: ObjectStore = {
  permit() {
    throw new DomainError('unavailable', 'upstream_error', 'no object store is set');
  },
  hasSent: () => Promise.resolve(false),
};
