import { z } from 'zod';
import type { UploadPermit } from '#domain/ports/object-store.ts';

export const PermitView = z.object({
  config: z.object({
    accessid: z.string(),
    callback: z.string().meta({ description: 'base64 of what the store calls back' }),
    host: z.url().meta({ example: 'http://vfine.oss-cn-beijing.aliyuncs.com' }),
    expire: z.int().meta({ description: 'seconds since 1970', example: 1472103817 }),
    signature: z.string(),
    policy: z.string().meta({ description: 'base64 of the policy' }),
    dir: z.string().meta({ description: 'every key begins with it' }),
  }),
  storage: z.literal('oss'),
});

/** A permission as the document's clients know it. */
export const presentPermit = (permit: UploadPermit): z.input<typeof PermitView> => ({
  config: {
    accessid: permit.accessId,
    callback: permit.callback,
    host: permit.host,
    expire: Math.floor(permit.expiresAt.getTime() / 1000),
    signature: permit.signature,
    policy: permit.policy,
    dir: permit.dir,
  },
  storage: 'oss',
});
