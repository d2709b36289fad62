import type { AddressInfo } from 'node:net';
import { createObjectStore } from '#adapters/oss/object-store.ts';
import { encode, signPolicy } from '#adapters/oss/post-policy.ts';
import { createOssStandIn } from '#adapters/oss/stand-in/server.ts';
import type { FileStorage } from '#domain/ports/storage.ts';

const known = { bucket: 'stand-in', accessKeyId: 'id-of-the-test', accessKeySecret: 'secret-of-the-test' };

/** The form of a file, as a browser sends it: `file` last; fields that are undefined are left out. */
function formOf(fields: Record<string, string | undefined>, content: string | Buffer): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(Buffer.from(content))], { type: 'audio/mpeg' }), 'song.mp3');
  return form;
}

/** A form that the owner of the bucket signs for themselves: OSS does whatever it says, whoever's server is called back. */
export function ownForm(key: string, callback: unknown): Record<string, string> {
  const expiration = new Date(Date.now() + 3600_000).toISOString();
  const policy = encode({ expiration, conditions: [{ bucket: known.bucket }] });
  const signature = signPolicy(known.accessKeySecret, policy);
  return { key, policy, OSSAccessKeyId: known.accessKeyId, signature, callback: encode(callback) };
}

/** What somebody may upload, as our API says it. */
export interface Permission {
  config: Record<'accessid' | 'callback' | 'host' | 'signature' | 'policy' | 'dir', string> & { expire: number };
}

interface Bucket {
  storage: FileStorage;
  now(): number;
  callbackUrl: string;
  maxBytes: number;
}

/** A bucket that people upload to: the OSS stand-in, over the storage of the test. */
export async function openBucket({ storage, now, callbackUrl, maxBytes }: Bucket) {
  const server = createOssStandIn({ ...known, storage, now, maxBytes });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function post(fields: Record<string, string | undefined>, content: string | Buffer) {
    const reply = await fetch(host, { method: 'POST', body: formOf(fields, content) });
    return { status: reply.status, body: await reply.text() };
  }

  return {
    host,
    objectStore: createObjectStore({ ...known, host, callbackUrl, keyUrls: [`${host}/`], maxBytes }),
    post,
    /** Sends a file as the document's page does; further fields stand in place of what the permission says. */
    async upload(
      { accessid, policy, signature, callback, dir }: Permission['config'],
      {
        name,
        content,
        fields = {},
      }: { name: string; content: string | Buffer; fields?: Record<string, string | undefined> },
    ) {
      const key = `${dir}${name}`;
      const sent = { key, policy, OSSAccessKeyId: accessid, success_action_status: '200', callback, signature };
      return { key, ...(await post({ ...sent, ...fields }, content)) };
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
