import { setTimeout as sleep } from 'node:timers/promises';

type Asked = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };

const patience = 60; // s

/** Fetches; what is only asked is asked again while nobody answers, as when the API is started anew. */
async function fetchPatiently(url: URL, init: RequestInit): Promise<Response> {
  for (let tries = 1; ; tries++) {
    try {
      return await fetch(url, init);
    } catch (error) {
      if ((init.method ?? 'GET') !== 'GET' || tries === patience) throw error;
      await sleep(1000);
    }
  }
}

/** A browser-like client of one face: keeps its cookies and turns a refusal into an error with the face's own text. */
export class FaceClient {
  readonly #base: string;
  readonly #cookies = new Map<string, string>();
  readonly #headers: Record<string, string>;

  constructor(base: string, headers: Record<string, string> = {}) {
    this.#base = base;
    this.#headers = headers;
  }

  async #send(path: string, init: Asked): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetchPatiently(new URL(path, this.#base), {
      ...init,
      headers: { ...this.#headers, ...init.headers, cookie },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
    return answer;
  }

  /** The whole answer, for a face that wraps nothing around it; undefined where there is none. */
  async ask<T>(endpoint: string, body?: object, headers: Record<string, string> = {}): Promise<T> {
    const [method = 'GET', path = ''] = endpoint.split(' ');
    const type = body && { 'content-type': 'application/json' };
    return this.#read<T>(path, {
      method,
      headers: { ...type, ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  async #read<T>(path: string, init: Asked): Promise<T> {
    const answer = await this.#send(path, init);
    const text = await answer.text();
    const body = (text === '' ? undefined : JSON.parse(text)) as T & { msg?: string; message?: string };
    if (!answer.ok) throw new Error(`${path}: ${body?.msg ?? body?.message ?? answer.status}`);
    return body;
  }

  async #json<T>(path: string, init: Asked): Promise<T> {
    return (await this.#read<{ data: T }>(path, init)).data;
  }

  get<T>(path: string): Promise<T> {
    return this.#json<T>(path, {});
  }

  post<T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
    return this.ask<{ data: T }>(`POST ${path}`, body, headers).then(({ data }) => data);
  }

  upload<T>(path: string, name: string, content: Uint8Array<ArrayBuffer>): Promise<T> {
    const form = new FormData();
    form.set('file', new Blob([content]), name);
    return this.#json<T>(path, { method: 'POST', body: form });
  }

  async download(path: string): Promise<Uint8Array> {
    const answer = await this.#send(path, {});
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.bytes();
  }
}
