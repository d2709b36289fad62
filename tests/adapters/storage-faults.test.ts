import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createLocalStorage } from '#adapters/storage/local.ts';
import { createS3Storage } from '#adapters/storage/s3.ts';

test('an S3 storage gives up a bucket that takes a request and says nothing', async () => {
  const silent = createServer((socket) => void socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const keys = { accessKeyId: 'a', secretAccessKey: 'b' };
  const storage = createS3Storage({ bucket: 'files', endpoint, region: 'here', silenceMs: 100, ...keys });
  await expect(storage.stat('a/b')).rejects.toThrow('timed out');
  silent.close();
});

test('an S3 storage asks a bucket for nothing that OSS does not know', async () => {
  const seen: { method: string | undefined; url: string; headers: IncomingHttpHeaders }[] = [];
  const files = new Set(['many/a', 'many/b']);
  const oss = createHttpServer(({ method, url = '', headers }, response) => {
    seen.push({ method, url, headers });
    if (method === 'DELETE') files.delete(url.split('?')[0]?.slice('/files/'.length) ?? '');
    const listed = [...files].map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
    response.end(method === 'GET' ? `<ListBucketResult>${listed}</ListBucketResult>` : '');
  }).listen(0, '127.0.0.1');
  await once(oss, 'listening');
  const endpoint = `http://127.0.0.1:${(oss.address() as AddressInfo).port}`;
  const keys = { accessKeyId: 'a', secretAccessKey: 'b' };
  const storage = createS3Storage({ bucket: 'files', endpoint, region: 'here', ...keys });
  await storage.put('many/c', Buffer.from('x'));
  await storage.removeAll('many');
  oss.close();
  expect(seen.map(({ method }) => method)).toEqual(['PUT', 'GET', 'DELETE', 'DELETE', 'GET']);
  for (const { headers } of seen)
    expect(Object.keys(headers).filter((name) => /checksum|trailer|content-encoding/.test(name))).toEqual([]);
});

test('a local storage whose folder could not be used works as soon as it can', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ensemble-late-'));
  const place = join(folder, 'files');
  await writeFile(place, 'in the way');
  const storage = createLocalStorage(place);
  await expect(storage.put('a/b', Buffer.from('x'))).rejects.toThrow('ENOTDIR');
  await rm(place);
  await storage.put('a/b', Buffer.from('x'));
  expect(await storage.stat('a/b')).toMatchObject({ size: 1 });
  await rm(folder, { recursive: true });
});
