import { z } from 'zod';
import { base64Key } from './setting-kinds.ts';

/** Who signs certificates. */
export const certificateSettings = {
  CERTIFICATE_KEY: z
    .string()
    .regex(base64Key)
    .optional()
    .meta({ example: 'openssl rand -base64 32' })
    .describe('Ed25519 seed that signs certificates; none: one from APP_SECRET'),
  CERTIFICATE_FORMER_KEYS: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=(,[A-Za-z0-9+/]{43}=)*$/)
    .optional()
    .meta({ example: 'the publicKey of /vfine/v1/certificates/keys before the change' })
    .describe('public keys that signed before; their certificates stay valid'),
};
