import { z } from 'zod';
import { text, whole } from '../setting-kinds.ts';

/** Where browsers upload to. */
export const ossSettings = {
  OSS_BUCKET: z
    .string()
    .optional()
    .meta({ example: 'vfine' })
    .describe('bucket of OSS that browsers upload to, the same as S3_BUCKET; none: the embedded stand-in'),
  OSS_HOST: z
    .url()
    .optional()
    .meta({ example: 'https://vfine.oss-cn-beijing.aliyuncs.com' })
    .describe('address of the bucket'),
  OSS_ACCESS_KEY_ID: z.string().optional().meta({ example: 'LTAI…' }).describe('access key that signs uploads'),
  OSS_ACCESS_KEY_SECRET: z
    .string()
    .optional()
    .meta({ example: 'OSS_ACCESS_KEY_SECRET_FILE=/run/secrets/oss' })
    .describe('secret of the access key'),
  OSS_CALLBACK_URL: z
    .url()
    .optional()
    .meta({ example: 'https://api.example.org/vfine/v1/callback' })
    .describe('where OSS tells of uploads; none: below PUBLIC_URL'),
  OSS_KEY_URLS: text('https://gosspublic.alicdn.com/')
    .default('http://gosspublic.alicdn.com/,https://gosspublic.alicdn.com/')
    .describe('where the public keys of callbacks may lie, comma-separated prefixes with their last slash'),
  UPLOAD_MAX_MB: whole(100).describe('size of one upload to the object store'),
};
