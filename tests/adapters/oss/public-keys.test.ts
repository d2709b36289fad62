import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createPublicKeys } from '#adapters/oss/public-keys.ts';

let server: Server;
let origin: string;
const asked: string[] = [];
beforeAll(async () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.end(url.endsWith('.pem') ? pem : 'no key');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => void server.close(resolve)));
beforeEach(() => void asked.splice(0));

const find = (url: string) => createPublicKeys([`${origin}/keys/`]).find(Buffer.from(url).toString('base64'));

test('a key below an allowed prefix is found, and asked for once', async () => {
  const keys = createPublicKeys([`${origin}/keys/`]);
  const header = Buffer.from(`${origin}/keys/a.pem`).toString('base64');
  const [first, second] = [await keys.find(header), await keys.find(header)];
  expect(first?.asymmetricKeyType).toBe('rsa');
  expect(second).toBe(first);
  expect(asked).toEqual(['/keys/a.pem']);
});

test.each([
  ['beside the prefix', '/a.pem'],
  ['that climbs out of it', '/keys/../a.pem'],
  ['that climbs out of it in other letters', '/keys/%2e%2e/a.pem'],
])('an address %s is not even asked', async (_name, path) => {
  expect(await find(`${origin}${path}`)).toBeUndefined();
  expect(asked).toEqual([]);
});

test('what lies there and is no key is none', async () => {
  expect(await find(`${origin}/keys/a.txt`)).toBeUndefined();
});
