import { fileURLToPath } from 'node:url';
import type { DataConverter, Payload } from '@temporalio/common';
import type { Payloads, WirePayload } from '#domain/ports/payloads.ts';
import { createEncryptionCodec, type PayloadKeys } from './codec.ts';
import { tolerantCodec } from './tolerant-codec.ts';

/** Where the failure converter lies: client, worker and workflow bundler each load it by themselves. */
export const failureConverterPath = fileURLToPath(new URL('failure-converter.ts', import.meta.url));

/** How values go to Temporal and come back: sealed. Clients and workers need the same one. */
export const dataConverter = (keys: PayloadKeys): DataConverter => ({
  payloadCodecs: [createEncryptionCodec(keys), tolerantCodec], // decoding begins with the last
  failureConverterPath,
});

const fromWire = ({ metadata, data }: WirePayload): Payload => ({
  metadata: Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value, 'base64')]),
  ),
  ...(data !== undefined && { data: Buffer.from(data, 'base64') }),
});
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const toWire = ({ metadata, data }: Payload): WirePayload => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)])),
  ...(data && { data: base64(data) }),
});

/** The codec as the Temporal UI speaks to it: payloads in JSON. */
export function createPayloads(keys: PayloadKeys): Payloads {
  const codec = createEncryptionCodec(keys);
  return {
    encode: async (payloads) => (await codec.encode(payloads.map(fromWire))).map(toWire),
    decode: async (payloads) => (await codec.decode(payloads.map(fromWire))).map(toWire),
  };
}
