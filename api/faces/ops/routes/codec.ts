import { z } from 'zod';
import type { Ports } from '#api/kernel/ports.ts';
import { recordLook } from '#domain/shared/record-audit.ts';
import { ops } from '../face.ts';

const Batch = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), z.base64()).optional(), data: z.base64().optional() })),
});
const example = { payloads: [{ metadata: { encoding: 'anNvbi9wbGFpbg==' }, data: 'InllcyI=' }] };
const origins = ({ settings }: Ports): readonly string[] => settings.temporalUiOrigins;

const declared = { ours: true, auth: 'admin', origins, input: { body: Batch }, output: Batch, example } as const;

/** Opens and seals payloads for the Temporal UI (its "remote codec"), as the operator whose cookie comes along. */
export const codecRoutes = [
  ops.route('POST /codec/decode', {
    ...declared,
    summary: 'Open workflow payloads; each request is audited',
    changes: 'look',
    async handler({ em, actor, request, ports, body }) {
      await recordLook(em, 'payloads', { realm: 'ops', actor: actor.uuid, requestId: request.id });
      return { payloads: await ports.payloads.decode(body.payloads) };
    },
  }),
  ops.route('POST /codec/encode', {
    ...declared,
    summary: 'Seal workflow payloads',
    handler: async ({ ports, body }) => ({ payloads: await ports.payloads.encode(body.payloads) }),
  }),
];
