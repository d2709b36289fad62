import { createSign, createVerify, type KeyObject } from 'node:crypto';

interface Called {
  /** Path and query as they were asked. */
  url: string;
  body: string;
}

/** What OSS signs: url_decode(path) + query + "\n" + body; undefined where the path cannot be decoded. */
function signedText({ url, body }: Called): string | undefined {
  const at = url.indexOf('?');
  const [path, query] = at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at)];
  try {
    return `${decodeURIComponent(path)}${query}\n${body}`;
  } catch {
    return undefined;
  }
}

/** RSA with MD5, as OSS does it. */
export function isSignedBy(key: KeyObject, called: Called, authorization: string): boolean {
  const text = signedText(called);
  return text !== undefined && createVerify('RSA-MD5').update(text).verify(key, authorization, 'base64');
}

export const signCallback = (key: KeyObject, called: Called): string =>
  createSign('RSA-MD5')
    .update(signedText(called) ?? '')
    .sign(key, 'base64');
