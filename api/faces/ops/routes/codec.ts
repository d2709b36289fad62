import { z } from 'zod';
import type { Ports } from '#api/kernel/ports.ts';
import { ops } from '../face.ts';

const Batch = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), z.base64()).optional(), data: z.base64().optional() })),
});
const example = { payloads: [{ metadata: { encoding: 'anNvbi9wbGFpbg==' }, data: 'InllcyI=' }] };
const origins = ({ settings }: Ports): readonly string[] => settings.temporalUiOrigins;

const codecRoute = (verb: 'decode' | 'encode', summary: string) =>
  ops.route(`POST /codec/${verb}`, {
    summary,
    ours: true,
    auth: 'admin',
    origins,
    input: { body: Batch },
    output: Batch,
    example,
    handler: async ({ ports, body }) => ({ payloads: await ports.payloads[verb](body.payloads) }),
  });

/** Opens and seals payloads for the Temporal UI (its "remote codec"), as the operator whose cookie comes along. */
export const codecRoutes = [
  codecRoute('decode', 'Open workflow payloads'),
  codecRoute('encode', 'Seal workflow payloads'),
];
