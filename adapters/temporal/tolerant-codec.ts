import type { Payload, PayloadCodec } from '@temporalio/common';

const known = new Set(['binary/null', 'binary/plain', 'binary/protobuf', 'json/protobuf', 'binary/encrypted']);
const nothing: Payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('null') };

function isReadable({ metadata, data }: Payload): boolean {
  const encoding = Buffer.from(metadata?.encoding ?? []).toString();
  if (encoding !== 'json/plain') return known.has(encoding);
  try {
    JSON.parse(Buffer.from(data ?? []).toString());
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads what cannot be read as `null`: a slip of somebody who types into the Temporal UI is then refused or ignored by
 * the process like any other wrong input, instead of stopping it until the run is terminated.
 */
export const tolerantCodec: PayloadCodec = {
  encode: async (payloads) => payloads,
  decode: async (payloads) => payloads.map((payload) => (isReadable(payload) ? payload : nothing)),
};
