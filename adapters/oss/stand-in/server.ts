import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { DomainError } from '#domain/shared/errors.ts';
import { getObject } from './get-object.ts';
import { postObject, type StandInBucket } from './post-object.ts';
import { OssError, xmlOf, type Answer } from './wording.ts';

// As the CORS rule of a bucket that browsers upload to.
const openToAll = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': '*',
  'Access-Control-Allow-Methods': 'POST, GET',
};

/** What the policy of the bucket lets everybody read: avatars and covers. */
const openPath = '/pics/';

function refusalOf(error: unknown): OssError {
  if (error instanceof OssError) return error;
  if (error instanceof DomainError || error instanceof URIError)
    return new OssError(400, 'InvalidObjectName', 'The object name is not valid.');
  return new OssError(500, 'InternalError', 'Please try again.');
}

function refuse(error: unknown): Answer {
  const refusal = refusalOf(error);
  return { status: refusal.status, type: 'application/xml', body: xmlOf(refusal) };
}

function send(request: IncomingMessage, response: ServerResponse, { status, type, body = '' }: Answer): void {
  if (!request.complete) response.setHeader('Connection', 'close');
  response.writeHead(status, { ...openToAll, ...(type && { 'Content-Type': type }) }).end(body);
}

/**
 * A server that takes PostObject forms as a bucket of OSS does, for tests and for the embedded set-up: signature,
 * expiry, prefix and size of the policy count, nothing is overwritten, callbacks are signed by a key of its own.
 */
export function createOssStandIn(settings: StandInBucket): Server {
  const { publicKey, privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = String(publicKey.export({ type: 'spki', format: 'pem' }));
  const keyPath = `/keys/${randomUUID()}.pem`; // another key has another address, as with OSS

  async function answer(request: IncomingMessage): Promise<Answer> {
    const { method, url } = request;
    if (method === 'GET' && url === keyPath) return { status: 200, type: 'application/x-pem-file', body: pem };
    if (method === 'OPTIONS') return { status: 204 };
    if (method === 'POST' && url === '/')
      return postObject(settings, request, { key, keyUrl: `http://${request.headers.host}${keyPath}` });
    if (method === 'GET' && url?.startsWith(openPath)) return getObject(settings.storage, url);
    // The rest of the bucket is private: reading is by our own signed links.
    throw new OssError(403, 'AccessDenied', 'You have no right to access this object because of bucket acl.');
  }

  return createServer((request, response) => {
    void answer(request)
      .catch(refuse)
      .then((said) => send(request, response, said));
  });
}
