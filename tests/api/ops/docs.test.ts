import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { docsPages } from '#api/docs.ts';
import { faceModules } from '#api/faces.ts';
import { send, type Reply } from '#tests/kit/http.ts';

let server: Server;
beforeAll(async () => {
  const app = new Koa();
  app.use(docsPages(faceModules));
  server = createServer((request, response) => void app.callback()(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});
const ask = (endpoint: string): Promise<Reply> =>
  send(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, endpoint);

test('the index names every face', async () => {
  const page = String((await ask('GET /docs/')).body);
  for (const { face } of faceModules) expect(page).toContain(`href="/docs/${face.name}/"`);
});

test.each(faceModules.map(({ face }) => [face.name, face]))('%s has a page and a document', async (name, face) => {
  const page = await ask(`GET /docs/${name}/`);
  const document = await ask(`GET /docs/${name}/openapi.json`);

  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(document.body).toMatchObject({
    openapi: '3.1.0',
    info: { title: face.title },
    servers: [{ url: face.prefix }],
  });
});

test('what leads elsewhere is described as a redirect without content', async () => {
  const { body } = await ask('GET /docs/vfine/openapi.json');
  const responses = { '302': { description: expect.stringContaining('Location') } };
  expect(body).toHaveProperty(['paths', '/songs/{uuid}/download/', 'get', 'responses'], responses);
});

test('everything a page loads comes from here', async () => {
  const page = String((await ask('GET /docs/ops/')).body);
  const urls = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => String(url));
  expect(urls).toHaveLength(4);
  for (const url of urls) {
    expect(url).toMatch(/^\/docs\/assets\//);
    expect((await ask(`GET ${url}`)).status).toBe(200);
  }
  const bundle = await ask('HEAD /docs/assets/swagger-ui-bundle.js');
  expect(bundle.headers.get('content-type')).toContain('javascript');
  expect(Number(bundle.headers.get('content-length'))).toBeGreaterThan(1_000_000);
});

test.each([
  ['/docs', '/docs/'],
  ['/docs/ops', '/docs/ops/'],
])('%s leads to %s', async (from, to) => {
  const { status, headers } = await ask(`GET ${from}`);
  expect([status, headers.get('location')]).toEqual([302, to]);
});

test.each([
  'GET /docs/nobody/',
  'GET /docs/assets/package.json',
  'GET /docs/assets/..%2fpackage.json',
  'GET /docs/ops/x',
  'GET /docs/ops/openapi.json/x',
  'POST /docs/',
])('%s is not there', async (endpoint) => {
  expect((await ask(endpoint)).status).toBe(404);
});
