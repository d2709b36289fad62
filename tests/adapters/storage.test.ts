import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { createLocalStorage } from '#adapters/storage/local.ts';
import { createS3Storage } from '#adapters/storage/s3.ts';
import type { FileStorage } from '#domain/ports/storage.ts';

let folder: string;
let s3: FauxqsServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ensemble-storage-'));
  s3 = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false, init: { buckets: ['files'] } });
});
afterAll(async () => {
  await s3.stop();
  await rm(folder, { recursive: true });
});

const bucket = (name: string) =>
  createS3Storage({
    bucket: name,
    endpoint: `http://127.0.0.1:${s3.port}`,
    region: 'us-east-1',
    accessKeyId: 'id',
    secretAccessKey: 'secret',
  });
const makers: [string, () => FileStorage][] = [
  ['a local folder', () => createLocalStorage(join(folder, 'local'))],
  ['an S3 bucket', () => bucket('files')],
];
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const openFiles = async () => (await readdir('/proc/self/fd')).length;

/** A source that breaks off after some chunks. */
async function* broken(chunks: number): AsyncGenerator<Buffer> {
  for (let i = 0; i < chunks; i += 1) yield randomBytes(1024 * 1024);
  throw new Error('the caller went away');
}

describe.each(makers)('%s', (_name, make) => {
  let storage: FileStorage;
  let base: string;
  beforeAll(() => {
    storage = make();
  });
  beforeEach(() => {
    base = `movies/${randomUUID()}`;
  });

  test('gives back what was put', async () => {
    await storage.put(`${base}/照片 1.jpg`, Buffer.from('one'));
    await storage.put(`${base}/照片 1.jpg`, Readable.from([Buffer.from('tw'), Buffer.from('o')]));

    expect(String(await storage.readAll(`${base}/照片 1.jpg`))).toBe('two');
    expect(await storage.stat(`${base}/照片 1.jpg`)).toEqual({
      key: `${base}/照片 1.jpg`,
      size: 3,
      modifiedAt: expect.any(Date),
    });
  });

  test('keeps an empty file', async () => {
    await storage.put(`${base}/empty`, Buffer.alloc(0));

    expect((await storage.stat(`${base}/empty`))?.size).toBe(0);
    expect(await storage.readAll(`${base}/empty`)).toHaveLength(0);
  });

  test('carries a file of 24 MiB from disk to disk', async () => {
    const [from, to] = [join(folder, randomUUID()), join(folder, randomUUID())];
    const bytes = randomBytes(24 * 1024 * 1024);
    await writeFile(from, bytes);

    await storage.putFile(`${base}/big`, from);
    await storage.fetch(`${base}/big`, to);

    expect(sha(await readFile(to))).toBe(sha(bytes));
  });

  test.each([
    [0, 0, '0'],
    [3, 6, '3456'],
    [7, 9, '789'],
    [8, 99, '89'],
  ])('reads bytes %i to %i', async (start, end, part) => {
    await storage.put(`${base}/digits`, Buffer.from('0123456789'));

    expect(await text(await storage.read(`${base}/digits`, { start, end }))).toBe(part);
  });

  test.each([
    ['small', 1],
    ['large', 12],
  ])('keeps nothing of a %s upload that breaks off', async (_size, chunks) => {
    await expect(storage.put(`${base}/half`, Readable.from(broken(chunks)))).rejects.toThrow('went away');

    expect(await storage.stat(`${base}/half`)).toBeUndefined();
    expect(await storage.list(base)).toEqual([]);
  });

  test('keeps the former file when its replacement breaks off', async () => {
    await storage.put(`${base}/a`, Buffer.from('former'));
    await expect(storage.put(`${base}/a`, Readable.from(broken(2)))).rejects.toThrow('went away');

    expect(String(await storage.readAll(`${base}/a`))).toBe('former');
  });

  test('survives a source file that does not exist', async () => {
    await expect(storage.putFile(`${base}/a`, join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'ENOENT' });
    const gone = createReadStream(join(folder, 'nowhere'));
    await new Promise((resolve) => gone.once('error', resolve));
    await expect(storage.put(`${base}/a`, gone)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('leaves nothing on the disk when a fetch fails', async () => {
    const to = join(folder, randomUUID());
    await expect(storage.fetch(`${base}/none`, to)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(readFile(to)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('refuses to read what is not there', async () => {
    const refusal = { kind: 'not_found', code: 'no_such_file' };
    await expect(storage.read(`${base}/none`)).rejects.toMatchObject(refusal);
    await expect(storage.readAll(`${base}/none`)).rejects.toMatchObject(refusal);
    expect(await storage.stat(`${base}/none`)).toBeUndefined();
  });

  test('lists what lies below a prefix, in order, and nothing beside it', async () => {
    for (const name of ['b', 'a/2', 'a/1']) await storage.put(`${base}/${name}`, Buffer.from(name));
    await storage.put(`${base}0/other`, Buffer.from('x'));

    expect((await storage.list(base)).map(({ key, size }) => [key.slice(base.length), size])).toEqual([
      ['/a/1', 3],
      ['/a/2', 3],
      ['/b', 1],
    ]);
    expect(await storage.list(`${base}/a/`)).toHaveLength(2);
    expect(await storage.list(`${base}/none`)).toEqual([]);
  });

  test('removes one file or everything below a prefix, and does not mind a missing one', async () => {
    for (const name of ['a', 'b', 'c/d']) await storage.put(`${base}/${name}`, Buffer.from(name));
    await storage.put(`${base}0/other`, Buffer.from('x'));

    await storage.remove(`${base}/a`);
    await storage.remove(`${base}/a`);
    expect(await storage.list(base)).toHaveLength(2);
    await storage.removeAll(`${base}/`);
    await storage.removeAll(base);

    expect(await storage.list(base)).toEqual([]);
    expect(await storage.stat(`${base}0/other`)).toBeDefined();
  });

  test('lets the last of several writers win, whole', async () => {
    const versions = Array.from({ length: 8 }, (_, i) => Buffer.alloc(300_000, i));
    await Promise.all(versions.map((version) => storage.put(`${base}/raced`, version)));

    const kept = await storage.readAll(`${base}/raced`);
    expect(versions.some((version) => version.equals(kept))).toBe(true);
  });

  test.each([
    '',
    '/a',
    'a//b',
    '../a',
    'a/../../b',
    'a/..',
    './a',
    '.partial/x',
    'a\u0000b',
    'a\nb',
    'a\u202eb',
    'a\\b',
    'a/',
    'x'.repeat(1001),
  ])('refuses the key %j', async (key) => {
    const refusal = { kind: 'invalid', code: 'bad_key' };
    await expect(storage.put(key, Buffer.from('x'))).rejects.toMatchObject(refusal);
    await expect(storage.read(key)).rejects.toMatchObject(refusal);
    await expect(storage.stat(key)).rejects.toMatchObject(refusal);
    await expect(storage.remove(key)).rejects.toMatchObject(refusal);
    if (key !== 'a/') await expect(storage.removeAll(key)).rejects.toMatchObject(refusal);
  });

  test('is ready and leaves no trace of the probe', async () => {
    await storage.check();
    expect(await storage.list('probe')).toEqual([]);
  });

  test('lets go of the file when a reader goes away', async () => {
    await storage.put(`${base}/long`, Buffer.alloc(4 * 1024 * 1024));
    const before = await openFiles();
    for (let i = 0; i < 20; i += 1) {
      const stream = await storage.read(`${base}/long`);
      await new Promise((resolve) => stream.once('data', resolve));
      stream.destroy();
      await pipeline(stream, async () => undefined).catch(() => undefined);
    }
    while ((await openFiles()) - before >= 5) await sleep(10); // they are closed a moment after
  });
});

describe('a storage that is down', () => {
  test('says so: a folder that cannot be written', async () => {
    const blocked = join(folder, 'blocked');
    await writeFile(blocked, 'not a folder');
    await expect(createLocalStorage(blocked).check()).rejects.toMatchObject({
      code: expect.stringMatching('ENOTDIR|EEXIST'),
    });
  });

  test('says so: a bucket that does not exist', async () => {
    await expect(bucket('nowhere').check()).rejects.toThrow('bucket does not exist');
  });
});

test('a local storage forgets what a killed process left half-written a day ago, not what is being written', async () => {
  const own = join(folder, 'swept');
  await createLocalStorage(own).check();
  const [old, young] = [join(own, '.partial', 'old'), join(own, '.partial', 'young')];
  await writeFile(old, 'x');
  await writeFile(young, 'x');
  await utimes(old, new Date(0), new Date(0));

  await createLocalStorage(own).check();

  expect(await readdir(join(own, '.partial'))).toEqual(['young']);
});

test('an S3 storage empties a folder of more than a thousand files', async () => {
  const storage = bucket('files');
  const keys = Array.from({ length: 1003 }, (_, i) => `many/${i}`);
  await Readable.from(keys)
    .map((key: string) => storage.put(key, Buffer.from('x')), { concurrency: 20 })
    .toArray();
  await storage.removeAll('many');
  expect(await storage.list('many')).toEqual([]);
});
