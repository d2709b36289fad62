import { z } from 'zod';
import { DomainError } from '#domain/shared/errors.ts';
import { fileTypes } from '#domain/uploads/upload-key.plan.ts';
import { permitUpload, recordUpload } from '#domain/uploads/uploads.ts';
import { vfine } from '../face.ts';
import { requiredText, text } from '../inputs.ts';
import { ownAccount } from '../own-account.ts';
import { PermitView, presentPermit } from '../presenters/upload.ts';

/** What the store says of an object; `filename` is its key. */
const Told = z.object({
  mimeType: text(200),
  size: z.int().min(0).max(2_147_483_647),
  filename: requiredText(1000),
});

function readTold(body: string): z.output<typeof Told> {
  try {
    return Told.parse(JSON.parse(body));
  } catch {
    throw new DomainError('invalid', 'invalid_value', 'not what the store says of an object');
  }
}

export const storageRoutes = [
  vfine.route('GET /storage/upload-info', {
    summary: 'Permission to upload into a folder of the object store, for ten minutes',
    description:
      'Send a form to `config.host` with `key` (below `config.dir`), `policy`, `OSSAccessKeyId`, `signature`, `callback` and, last of all, `file`.',
    auth: 'user',
    rate: 'upload',
    input: { query: z.object({ file_type: z.enum(fileTypes).default('default') }) },
    output: PermitView,
    async handler({ em, actor, query, ports: { objectStore, clock } }) {
      const user = await ownAccount(em, actor);
      return presentPermit(await permitUpload(em, objectStore, { user, type: query.file_type, now: clock.now() }));
    },
  }),

  vfine.route('POST /callback', {
    summary: 'The object store tells of an upload',
    description: 'Counts only with the signature of OSS, and only for an object that lies there in this size.',
    auth: 'none',
    withoutTransaction: true,
    input: { rawBody: true, body: z.string() },
    output: Told,
    refusals: { bad_signature: '签名不正确', invalid_value: '传入参数不规范' },
    async handler({ em, body, request: { header, url }, ports: { objectStore, storage } }) {
      const claimed = { authorization: header('authorization'), keyUrl: header('x-oss-pub-key-url'), url, body };
      if (!(await objectStore.hasSent(claimed))) throw new DomainError('invalid', 'bad_signature');
      const { mimeType, size, filename } = readTold(body);
      await recordUpload(em, storage, { key: filename, said: { size, mimeType } });
      return { mimeType, size, filename };
    },
  }),
];
