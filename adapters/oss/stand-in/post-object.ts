import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { FileStorage } from '#domain/ports/storage.ts';
import { bodyOf, callBack, readCallback } from './call-back.ts';
import { checkPolicy } from './check-policy.ts';
import { OssError, xmlOf, type Answer, type Signer } from './wording.ts';

export interface StandInBucket {
  bucket: string;
  accessKeyId: string;
  accessKeySecret: string;
  /** Where objects are kept: each appears whole or not at all. */
  storage: FileStorage;
  maxBytes: number;
  now?: () => number;
}

interface Posted {
  fields: Map<string, string>;
  file: File;
}

const slack = 64 * 1024; // bytes of fields and boundaries

const malformed = () => new OssError(400, 'MalformedPOSTRequest', 'The body of your POST request is not well-formed.');

/** The fields before the file; what follows it is not looked at, as OSS does not. */
async function readForm(request: IncomingMessage, maxBytes: number): Promise<Posted> {
  const length = Number(request.headers['content-length']);
  if (!(length > 0)) throw new OssError(411, 'MissingContentLength', 'You must provide the Content-Length.');
  if (length > maxBytes + slack) throw new OssError(400, 'EntityTooLarge', 'Your proposed upload is too large.');
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const form = await new Response(Readable.toWeb(request) as ReadableStream, { headers }).formData().catch(() => {
    throw malformed();
  });
  const fields = new Map<string, string>();
  for (const [name, value] of form) {
    if (typeof value === 'string') fields.set(name, value);
    else if (name === 'file') return { fields, file: value };
  }
  throw malformed();
}

/** Stores a file under a new key, never in place of another. */
async function keep(storage: FileStorage, key: string, file: File): Promise<void> {
  if (await storage.stat(key)) throw new OssError(409, 'FileAlreadyExists', 'The object you specified exists.');
  await storage.put(key, Readable.fromWeb(file.stream() as never));
}

/** What a test may ask of us by the field `x:stand-in`. */
const misbehaviours = ['lost-callback', 'duplicate-callback'] as const;

/** Tells the application's server of an object, and the browser how it replied; the object stays whatever it does. */
async function tell({ fields, file }: Posted, facts: { key: string; bucket: string }, signer: Signer): Promise<Answer> {
  const asked = fields.get('callback');
  if (asked === undefined) return { status: fields.get('success_action_status') === '200' ? 200 : 204 };
  const callback = readCallback(asked);
  const misbehaviour = misbehaviours.find((one) => one === fields.get('x:stand-in'));
  const md5 = createHash('md5').update(Buffer.from(await file.arrayBuffer()));
  const custom = Object.fromEntries([...fields].filter(([name]) => name.startsWith('x:')));
  const body = bodyOf(callback, {
    ...custom,
    bucket: facts.bucket,
    object: facts.key,
    size: file.size,
    mimeType: file.type,
    etag: md5.digest('hex').toUpperCase(),
  });
  if (misbehaviour === 'duplicate-callback') await callBack(callback, body, signer);
  const reply = misbehaviour === 'lost-callback' ? undefined : await callBack(callback, body, signer);
  if (reply !== undefined) return { status: 200, type: 'application/json', body: reply };
  const failed = { code: 'CallbackFailed', message: 'Error status : 502.' };
  return { status: 203, type: 'application/xml', body: xmlOf(failed) };
}

/** Takes one form as OSS does: everything is checked before anything is stored. */
export async function postObject(settings: StandInBucket, request: IncomingMessage, signer: Signer): Promise<Answer> {
  const { bucket, storage, maxBytes, now = Date.now } = settings;
  const posted = await readForm(request, maxBytes);
  const { fields, file } = posted;
  const key = (fields.get('key') ?? '').replace('${filename}', file.name);
  if (!key) throw new OssError(400, 'InvalidArgument', 'Bucket POST must contain a field named key.');
  const form = { fields: new Map([...fields, ['key', key], ['bucket', bucket]]), size: file.size };
  checkPolicy(form, settings, now());
  if (fields.has('callback')) readCallback(fields.get('callback') ?? '');
  await keep(storage, key, file);
  return tell(posted, { key, bucket }, signer);
}
