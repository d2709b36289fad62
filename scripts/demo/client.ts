type Asked = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };

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
    const answer = await fetch(new URL(path, this.#base), {
      ...init,
      headers: { ...this.#headers, ...init.headers, cookie },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
    return answer;
  }

  async #json<T>(path: string, init: Asked): Promise<T> {
    const answer = await this.#send(path, init);
    const body = (await answer.json()) as { msg?: string; message?: string; data?: unknown };
    if (!answer.ok) throw new Error(`${path}: ${body.msg ?? body.message ?? answer.status}`);
    return body.data as T;
  }

  get<T>(path: string): Promise<T> {
    return this.#json<T>(path, {});
  }

  post<T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
    return this.#json<T>(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
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
