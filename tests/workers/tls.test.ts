import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { readSettings } from '#adapters/env.ts';
import { createOutbox } from '#adapters/outbox.ts';
import { connectTemporal } from '#adapters/temporal/client.ts';
import { parsePayloadKeys } from '#adapters/temporal/codec.ts';
import { temporalReach } from '#adapters/temporal/connection.ts';
import { dataConverter } from '#adapters/temporal/converter.ts';
import { createFlows } from '#adapters/temporal/flows.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';
import { createTestNamespace } from '#tests/kit/temporal.ts';
import { serverName, startTlsFront, type TlsFront } from '#tests/kit/tls-front.ts';
import { contactVerification } from '#workflows/contact-verification/contract.ts';

const apiKey = randomUUID();
const key = randomBytes(32).toString('base64');
const folder = mkdtempSync(join(tmpdir(), 'ensemble-tls-worker-'));

let database: TestDatabase;
let front: TlsFront;
let settings: Record<string, string>;
let worker: ChildProcess | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  const { address, namespace } = await createTestNamespace();
  front = await startTlsFront(address, apiKey);
  settings = {
    ENSEMBLE_DATA: folder,
    DATABASE_URL: database.url,
    APP_SECRET: key,
    PAYLOAD_KEYS: `k:${key}`,
    TEMPORAL_ADDRESS: front.address,
    TEMPORAL_NAMESPACE: namespace,
    TEMPORAL_TLS_CA: front.ca,
    TEMPORAL_TLS_SERVER_NAME: serverName,
    TEMPORAL_TLS_CERT: front.client.cert,
    TEMPORAL_TLS_KEY: front.client.key,
    TEMPORAL_API_KEY: apiKey,
  };
}, 120_000);
afterAll(async () => {
  if (worker) {
    worker.kill('SIGTERM');
    await once(worker, 'exit');
  }
  await front.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const unreachable = /Failed to connect before the deadline/;

describe('a Temporal behind TLS', () => {
  test('is reached by client and worker with a client certificate and an API key', async () => {
    worker = spawn(process.execPath, ['workers/main.ts', 'business', 'io'], {
      env: { ...process.env, NODE_OPTIONS: '', ...settings },
      stdio: 'ignore',
    });
    const temporal = await connectTemporal(readSettings(settings), dataConverter(parsePayloadKeys(`k:${key}`)));
    try {
      const request = { codeId: randomUUID(), realm: 'vfine', contact: { phone: '+8613900000000' } } as const;
      await createFlows(temporal, 'request', { patience: 100_000 }).begin(contactVerification, request);
      expect(await createOutbox(join(folder, 'outbox')).list(1)).toMatchObject([{ to: request.contact.phone }]);
      expect([...front.namespaces]).toEqual([settings['TEMPORAL_NAMESPACE']]);
    } finally {
      await temporal.connection.close();
    }
  });

  test.each([
    ['another API key', { TEMPORAL_API_KEY: 'other' }, '30s', /^Failed to connect to Temporal server$/],
    ['no client certificate', { TEMPORAL_TLS_CERT: '', TEMPORAL_TLS_KEY: '' }, '3s', unreachable],
    ['no trust in its authority', { TEMPORAL_TLS_CA: '' }, '3s', unreachable],
    ['another name', { TEMPORAL_TLS_SERVER_NAME: 'other.test' }, '3s', unreachable],
  ] as const)('is not reached with %s', async (_name, change, connectTimeout, message) => {
    const reach = temporalReach(readSettings({ ...settings, ...change }));
    await expect(Connection.connect({ ...reach, connectTimeout })).rejects.toThrow(message);
  });
});
