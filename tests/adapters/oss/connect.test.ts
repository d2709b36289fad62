import { expect, test } from '@jest/globals';
import { readSettings } from '#adapters/env.ts';
import { objectStoreOf } from '#adapters/oss/connect.ts';

const connect = (buckets: { OSS_BUCKET: string; S3_BUCKET?: string }) =>
  objectStoreOf(
    readSettings({
      OSS_HOST: 'https://files.oss-cn-beijing.aliyuncs.com',
      OSS_ACCESS_KEY_ID: 'id',
      OSS_ACCESS_KEY_SECRET: 'secret',
      PUBLIC_URL: 'https://example.org',
      ...buckets,
    }),
  );

test.each([{ OSS_BUCKET: 'files', S3_BUCKET: 'files' }, { OSS_BUCKET: 'stand-in' }])('%o is one place', (buckets) => {
  expect(() => connect(buckets)).not.toThrow();
});

test.each([{ OSS_BUCKET: 'files' }, { OSS_BUCKET: 'files', S3_BUCKET: 'others' }])('%o is two', (buckets) => {
  expect(() => connect(buckets)).toThrow('OSS_BUCKET is not the bucket of S3_BUCKET');
});
