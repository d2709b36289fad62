import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import Koa from 'koa';
import { logRequests } from '#api/kernel/log.ts';
import { requestId } from '#api/kernel/request-id.ts';
import { send, type Given } from '#tests/kit/http.ts';

const lines: Record<string, unknown>[] = [];
let server: Server;
const arrived = Promise.withResolvers<void>();

beforeAll(async () => {
  const app = new Koa();
  app.use(requestId);
  app.use(logRequests({ info: (fields) => void lines.push(fields) }));
  app.use(async (koa) => {
    if (koa.path === '/endless') {
      arrived.resolve();
      await once(koa.res, 'close');
    }
    if (koa.path.startsWith('/people/')) koa.state.operation = { face: 'travel', path: '/people/:phone' };
    koa.body = String(koa.state.requestId);
  });
  server = createServer((request, response) => void app.callback()(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  lines.length = 0;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const ask = (endpoint: string, headers: Record<string, string> = {}, given?: Given) =>
  send(base(), endpoint, given, headers);

async function lineOf(work: Promise<unknown>): Promise<Record<string, unknown> | undefined> {
  await work.catch(() => undefined);
  while (lines.length === 0) await pause(10);
  return lines[0];
}

describe('the request id', () => {
  test('is made where the caller brings none, and answered', async () => {
    const { headers, body } = await ask('GET /');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(String(body)).toBe(headers.get('x-request-id'));
    expect((await ask('GET /')).headers.get('x-request-id')).not.toBe(headers.get('x-request-id'));
  });

  test('is the caller’s own where it is a plain one', async () => {
    expect((await ask('GET /', { 'x-request-id': 'front-end_42' })).headers.get('x-request-id')).toBe('front-end_42');
  });

  test.each(['short', 'x'.repeat(65), 'with space', 'a"quote"', '<script>'])('is not %j', async (id) => {
    expect((await ask('GET /', { 'x-request-id': id })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the request log', () => {
  test('has one line a request, by the declared path', async () => {
    const line = await lineOf(ask('GET /people/13800138000?code=123456', { 'x-request-id': 'request-1' }));

    expect(line).toEqual({
      event: 'request',
      requestId: 'request-1',
      face: 'travel',
      method: 'GET',
      path: '/people/:phone',
      status: 200,
      ms: expect.any(Number),
    });
    expect(lines).toHaveLength(1);
  });

  test('names pages outside the faces, and nothing that somebody made up', async () => {
    expect(await lineOf(ask('GET /docs/travel/?q=1'))).toMatchObject({ path: '/docs/travel/' });
    lines.length = 0;
    expect(await lineOf(ask('GET /13800138000'))).toMatchObject({ path: 'unmatched' });
  });

  test('tells when the caller went away', async () => {
    const leaving = new AbortController();
    const gone = fetch(`${base()}/endless`, { signal: leaving.signal });
    await arrived.promise;
    leaving.abort();
    expect(await lineOf(gone)).toMatchObject({ aborted: true });
  });
});
