import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { refuseUnreadable } from '#api/kernel/unreadable.ts';

const server = createServer((_request, response) => void response.end('read'));
server.on('clientError', refuseUnreadable);
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** What comes back for these bytes, until the server hangs up. */
async function send(bytes: string): Promise<{ status: number; body: string }> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(bytes);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), body };
}
const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}Connection: close\r\n\r\n`;

describe('what cannot be read as HTTP', () => {
  test.each([
    ['an address that is not ASCII', get('/v1/categories/?root=风格&struct=flat'), 400, 'percent-encode'],
    ['headers too long', get('/', `X-Long: ${'x'.repeat(20_000)}\r\n`), 431, 'too long'],
    ['no request', 'hello\r\n\r\n', 400, 'no HTTP request'],
  ])('is refused with a message: %s', async (_name, bytes, status, said) => {
    const reply = await send(bytes);
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.body)).toEqual({ message: expect.stringContaining(said) });
  });

  test('leaves what can be read alone', async () => {
    expect(await send(get('/v1/categories/?root=%E9%A3%8E%E6%A0%BC'))).toMatchObject({ status: 200 });
  });

  test('lets go of who has hung up', async () => {
    const gone = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(gone, 'connect');
    gone.resetAndDestroy();
    expect(await send(get('/'))).toMatchObject({ status: 200 });
  });
});
