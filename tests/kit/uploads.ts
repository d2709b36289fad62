import type { AddressInfo } from 'node:net';
import { createObjectStore, noObjectStore } from '#adapters/oss/object-store.ts';
import { encode, signPolicy } from '#adapters/oss/post-policy.ts';
import { createOssStandIn } from '#adapters/oss/stand-in/server.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import type { ObjectStore } from '#domain/ports/object-store.ts';
import type { FileType } from '#domain/uploads/upload-key.plan.ts';
import { buildVfine } from './vfine.ts';

export const maxBytes = 2000;
const bucket = { bucket: 'stand-in', accessKeyId: 'id-of-the-test', accessKeySecret: 'secret-of-the-test', maxBytes };

/** The form of a file, as a browser sends it: `file` last; fields that are undefined are left out. */
function formOf(fields: Record<string, string | undefined>, content: string): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, value);
  form.append('file', new Blob([content], { type: 'audio/mpeg' }), 'song.mp3');
  return form;
}

interface Sent {
  type?: FileType;
  name?: string;
  content?: string;
  /** Fields in place of what the permission says. */
  fields?: Record<string, string | undefined>;
}

/** A form that the owner of the bucket signs for themselves: OSS does whatever it says, whoever's server is called back. */
function ownForm(key: string, callback: unknown): Record<string, string> {
  const expiration = new Date(Date.now() + 3600_000).toISOString();
  const policy = encode({ expiration, conditions: [{ bucket: bucket.bucket }] });
  const signature = signPolicy(bucket.accessKeySecret, policy);
  return { key, policy, OSSAccessKeyId: bucket.accessKeyId, signature, callback: encode(callback) };
}

interface Permission {
  config: Record<'accessid' | 'callback' | 'host' | 'signature' | 'policy' | 'dir', string> & { expire: number };
}

type VfinePorts = NonNullable<NonNullable<Parameters<typeof buildVfine>[0]>['ports']>;

/** V.Fine with an object store that people upload to: the OSS stand-in, over the storage of the test. */
export async function buildUploads(ports: VfinePorts = {}) {
  let store: ObjectStore = noObjectStore;
  const objectStore: ObjectStore = {
    permit: (dir, now) => store.permit(dir, now),
    hasSent: (callback) => store.hasSent(callback),
  };
  const vfine = await buildVfine({ ports: { ...ports, objectStore } });
  const server = createOssStandIn({ ...bucket, storage: vfine.ports.storage, now: () => vfine.clock.now().getTime() });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const callbackUrl = `${vfine.base}/vfine/v1/callback`;
  store = createObjectStore({ ...bucket, host, callbackUrl, keyUrls: [`${host}/`] });

  return {
    ...vfine,
    host,
    ownForm,
    async permission(user: User, type: FileType = 'songs') {
      const reply = await vfine.call(user, `GET /vfine/v1/storage/upload-info?file_type=${type}`);
      return (reply.body as Permission).config;
    },
    async post(fields: Record<string, string | undefined>, content: string) {
      const reply = await fetch(host, { method: 'POST', body: formOf(fields, content) });
      return { status: reply.status, body: await reply.text() };
    },
    /** Asks for permission and sends a file, as the document's page does. */
    async upload(user: User, { type = 'songs', name = 'a.mp3', content = 'music', fields = {} }: Sent = {}) {
      const { accessid, policy, signature, callback, dir } = await this.permission(user, type);
      const key = `${dir}${name}`;
      const sent = { key, policy, OSSAccessKeyId: accessid, success_action_status: '200', callback, signature };
      return { key, ...(await this.post({ ...sent, ...fields }, content)) };
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await vfine.close();
    },
  };
}
export type Uploads = Awaited<ReturnType<typeof buildUploads>>;
