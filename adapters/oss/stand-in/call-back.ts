import { z } from 'zod';
import { signCallback } from '../callback-signature.ts';
import { OssError, type Signer } from './wording.ts';

const Callback = z.object({
  callbackUrl: z.url().max(5000),
  callbackBody: z.string().max(5000),
  callbackBodyType: z.enum(['application/json', 'application/x-www-form-urlencoded']).default('application/json'),
});
type Callback = z.output<typeof Callback>;

const patienceMs = 5000; // as long as OSS waits

/** What a form asks to be called back; refuses what OSS refuses. */
export function readCallback(field: string): Callback {
  const bad = new OssError(400, 'InvalidArgument', 'The callback configuration is not json format.');
  try {
    const { data } = Callback.safeParse(JSON.parse(Buffer.from(field, 'base64').toString()));
    if (data) return data;
  } catch {
    throw bad;
  }
  throw bad;
}

/** Facts of the object, `size` and the like, in the places of the body that name them. */
export function bodyOf(
  { callbackBody, callbackBodyType }: Callback,
  facts: Readonly<Record<string, string | number>>,
): string {
  const isJson = callbackBodyType === 'application/json';
  return callbackBody.replace(/\$\{([\w:.-]+)\}/g, (_, name: string) => {
    const value = facts[name] ?? '';
    return isJson ? JSON.stringify(value) : encodeURIComponent(value);
  });
}

/** Calls the application's server, signed; answers its reply, or undefined where OSS counts the callback as failed. */
export async function callBack(callback: Callback, body: string, { key, keyUrl }: Signer): Promise<string | undefined> {
  const { pathname, search } = new URL(callback.callbackUrl);
  try {
    const answer = await fetch(callback.callbackUrl, {
      method: 'POST',
      headers: {
        'Content-Type': callback.callbackBodyType,
        Authorization: signCallback(key, { url: `${pathname}${search}`, body }),
        'x-oss-pub-key-url': Buffer.from(keyUrl).toString('base64'),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    const reply = await answer.text();
    if (answer.status !== 200 || answer.headers.get('content-length') === null) return undefined;
    JSON.parse(reply);
    return reply;
  } catch {
    return undefined;
  }
}
