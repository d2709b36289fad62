import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context as KoaContext } from 'koa';
import { koaBody } from 'koa-body';
import { DomainError } from '#domain/shared/errors.ts';
import type { Inputs, Operation, Upload } from './declaration.ts';
import type { Face, InputPart } from './face.ts';

const jsonLimit = '1mb';
const textLimit = 64 * 1024; // bytes
const uploadLimit = 20 * 1024 * 1024; // bytes
const deepest = 100; // objects and lists within each other

interface Formidable {
  filepath: string;
  originalFilename: string | null;
  size: number;
}

function read(folder: string, file: string | undefined) {
  return koaBody({
    multipart: true,
    jsonLimit,
    formLimit: jsonLimit,
    textLimit: jsonLimit,
    jsonStrict: false,
    parsedMethods: ['POST', 'PUT', 'PATCH', 'DELETE'] as never,
    formidable: {
      uploadDir: folder,
      filter: () => file !== undefined, // nobody needs what was not asked for
      maxFileSize: uploadLimit,
      maxFiles: 1,
      maxFieldsSize: 1024 * 1024,
      allowEmptyFiles: true,
      minFileSize: 0,
    },
    onError() {
      throw file ? new DomainError('invalid', 'file_missing') : new DomainError('invalid', 'invalid_input');
    },
  });
}

/** The body as it came; refuses what is too long for a message between machines. */
async function readText({ req }: KoaContext): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    size += (chunk as Buffer).length;
    if (size > textLimit) throw new DomainError('invalid', 'invalid_input');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

/** Whether a body is nested deeper than what walks it by recursion can follow. */
function isTooDeep(body: unknown): boolean {
  let level = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}

/** Whether a body came in whose type nobody reads: it must not count as none. */
const isUnread = ({ request }: KoaContext): boolean =>
  request.body === undefined && ((request.length ?? 0) > 0 || request.get('transfer-encoding') !== '');

/** Parses the body into memory and the one file into a folder of its own; the folder is gone when `work` ends. */
export async function withBody<T>(
  koa: KoaContext,
  input: Inputs | undefined,
  work: (file: Upload | undefined) => Promise<T>,
): Promise<T> {
  if (koa.method === 'GET' || koa.method === 'HEAD') return work(undefined);
  if (input?.rawBody) {
    koa.request.body = await readText(koa);
    return work(undefined);
  }
  const folder = await mkdtemp(join(tmpdir(), 'ensemble-upload-'));
  try {
    await read(folder, input?.file)(koa, () => Promise.resolve());
    if (input?.body && isUnread(koa)) throw new DomainError('invalid', 'invalid_input');
    if (koa.request.body === '') koa.request.body = {}; // as where no type is named
    if (isTooDeep(koa.request.body)) throw new DomainError('invalid', 'invalid_input');
    const files = (koa.request as { files?: Record<string, Formidable | Formidable[]> }).files ?? {};
    const found = input?.file === '*' ? Object.values(files)[0] : files[input?.file ?? ''];
    const one = Array.isArray(found) ? found[0] : found;
    return await work(one && { path: one.filepath, name: one.originalFilename ?? '', size: one.size });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Holds every part of the request to its schema; what does not fit is refused in the face's words. */
export function checkInput(
  face: Face,
  { input }: Operation,
  given: Record<InputPart, unknown>,
): Record<InputPart, unknown> {
  const parts: Record<InputPart, unknown> = { params: undefined, query: undefined, body: undefined };
  for (const part of ['params', 'query', 'body'] as const) {
    const schema = input?.[part];
    if (!schema) continue;
    const read = schema.safeParse(given[part] ?? {}, { reportInput: true });
    if (!read.success) throw face.misfit(part, read.error.issues);
    parts[part] = read.data;
  }
  return parts;
}
