import { noObjectStore } from '#adapters/oss/object-store.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import type { ObjectStore } from '#domain/ports/object-store.ts';
import type { FileType } from '#domain/uploads/upload-key.plan.ts';
import { openBucket, ownForm, type Permission } from './bucket.ts';
import { buildVfine } from './vfine.ts';

export const maxBytes = 2000;

interface Sent {
  type?: FileType;
  name?: string;
  content?: string;
  /** Fields in place of what the permission says. */
  fields?: Record<string, string | undefined>;
}

type VfinePorts = NonNullable<NonNullable<Parameters<typeof buildVfine>[0]>['ports']>;

/** V.Fine with an object store that people upload to. */
export async function buildUploads(ports: VfinePorts = {}) {
  let store: ObjectStore = noObjectStore;
  const objectStore: ObjectStore = {
    permit: (dir, now) => store.permit(dir, now),
    hasSent: (callback) => store.hasSent(callback),
  };
  const vfine = await buildVfine({ ports: { ...ports, objectStore } });
  const { storage } = vfine.ports;
  const callbackUrl = `${vfine.base}/vfine/v1/callback`;
  const bucket = await openBucket({ storage, now: () => vfine.clock.now().getTime(), callbackUrl, maxBytes });
  store = bucket.objectStore;

  return {
    ...vfine,
    host: bucket.host,
    ownForm,
    post: bucket.post,
    async permission(user: User, type: FileType = 'songs') {
      const reply = await vfine.call(user, `GET /vfine/v1/storage/upload-info?file_type=${type}`);
      return (reply.body as Permission).config;
    },
    /** Asks for permission and sends a file. */
    async upload(user: User, { type = 'songs', name = 'a.mp3', content = 'music', fields = {} }: Sent = {}) {
      return bucket.upload(await this.permission(user, type), { name, content, fields });
    },
    async close(): Promise<void> {
      await bucket.close();
      await vfine.close();
    },
  };
}
export type Uploads = Awaited<ReturnType<typeof buildUploads>>;
