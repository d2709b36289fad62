import { get } from 'node:http';
import { text } from 'node:stream/consumers';

/** What came back: `body` is parsed JSON where it is JSON, else the bytes. */
export interface Reply {
  status: number;
  headers: Headers;
  body: unknown;
}

export type Given = FormData | URLSearchParams | Record<string, unknown> | unknown[] | string;

interface Sent {
  body?: FormData | URLSearchParams | string;
  headers: Record<string, string>;
}

/** Objects are sent as JSON, a string as it is with the type JSON, forms as forms. */
function encode(given: Given | undefined): Sent {
  if (given === undefined) return { headers: {} };
  if (given instanceof FormData || given instanceof URLSearchParams) return { body: given, headers: {} };
  const body = typeof given === 'string' ? given : JSON.stringify(given);
  return { body, headers: { 'content-type': 'application/json' } };
}

/** Sends `METHOD /path` and reads the whole answer; redirects are answers too. */
export async function send(
  base: string,
  endpoint: string,
  given?: Given,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const [method = 'GET', path = '/'] = endpoint.split(' ');
  const { body, headers: own } = encode(given);
  const response = await fetch(`${base}${path}`, {
    method,
    ...(body !== undefined && { body }),
    headers: { ...own, ...headers },
    redirect: 'manual',
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = response.headers.get('content-type')?.includes('application/json') && bytes.length > 0;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(bytes.toString()) : bytes };
}

/** A form with one file, and further fields. */
export function fileForm(
  field: string,
  content: Buffer | string,
  name: string,
  fields: Record<string, string> = {},
): FormData {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  form.set(field, new Blob([new Uint8Array(Buffer.from(content))]), name);
  return form;
}

/** Somebody with a cookie jar, not logged in yet. */
export function browserAt(base: string) {
  const jar = new Map<string, string>();
  return {
    jar,
    async call(endpoint: string, given?: Given, headers: Record<string, string> = {}): Promise<Reply> {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const reply = await send(base, endpoint, given, { ...(cookie && { cookie }), ...headers });
      for (const line of reply.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
        if (value === '') jar.delete(name);
        else jar.set(name, value);
      }
      return reply;
    },
  };
}
export type Browser = ReturnType<typeof browserAt>;

/** GETs JSON under another host name than the one connected to, which fetch does not allow. */
export const getAtHost = (
  base: string,
  host: string,
  path: string,
  headers: Record<string, string>,
): Promise<unknown> =>
  new Promise((resolve, reject) => {
    get(`${base}${path}`, { headers: { ...headers, host } }, (response) => {
      text(response).then((body) => resolve(JSON.parse(body)), reject);
    }).on('error', reject);
  });
