import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { createSmsGateway } from '#adapters/sms/gateway.ts';

interface Seen {
  method: string | undefined;
  authorization: string | undefined;
  body: unknown;
}

let server: Server;
let seen: Seen[];
let answer: { status: number; headers?: Record<string, string> } | 'never';

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await json(request);
  seen.push({ method: request.method, authorization: request.headers.authorization, body });
  if (answer !== 'never') response.writeHead(answer.status, answer.headers).end('{}');
}

beforeAll(async () => {
  server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  seen = [];
  answer = { status: 200 };
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`;
const gateway = (patienceMs = 30_000) => createSmsGateway({ url: url(), token: 'secret', patienceMs });
const message = { id: 'code-1', to: '13800000000', text: '验证码 123456' };

test('hands the message to the gateway', async () => {
  await gateway().send(message);
  expect(seen).toEqual([{ method: 'POST', authorization: 'Bearer secret', body: message }]);
});

test('needs no token', async () => {
  await createSmsGateway({ url: url() }).send(message);
  expect(seen[0]?.authorization).toBeUndefined();
});

test.each([400, 401, 404, 422])('refuses for good what the gateway answers %i to', async (status) => {
  answer = { status };
  await expect(gateway().send(message)).rejects.toMatchObject({ kind: 'unavailable', code: 'gateway_refused' });
});

test.each([408, 429, 500, 503])('may be tried again after %i', async (status) => {
  answer = { status };
  await expect(gateway().send(message)).rejects.toThrow(`the SMS gateway answered ${status}`);
});

test('does not follow a redirect', async () => {
  answer = { status: 307, headers: { Location: url() } };
  await expect(gateway().send(message)).rejects.toThrow('answered 307');
  expect(seen).toHaveLength(1);
});

test('gives up when the gateway does not answer in time', async () => {
  answer = 'never';
  await expect(gateway(300).send(message)).rejects.toThrow('timeout');
});

test('rejects when there is no gateway', async () => {
  await expect(createSmsGateway({ url: 'http://127.0.0.1:1/' }).send(message)).rejects.toThrow('fetch failed');
});
