import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { createTestDatabase } from '#tests/kit/database.ts';
import { createTestNamespace, startTimeSkipping, workflowBundle } from '#tests/kit/temporal.ts';

describe('services of the tests', () => {
  it('gives each caller a migrated database of its own', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    try {
      await expect(one.orm.migrator.getPending()).resolves.toEqual([]);
      await one.orm.em.getConnection().execute('create table only_here (id int)');
      await expect(other.orm.em.getConnection().execute('select * from only_here')).rejects.toThrow(/only_here/);
    } finally {
      await Promise.all([one.drop(), other.drop()]);
    }
  }, 120_000);

  it('gives each caller a namespace of its own that knows the search attributes', async () => {
    const [one, other] = await Promise.all([createTestNamespace(), createTestNamespace()]);
    const connection = await Connection.connect({ address: one.address });
    try {
      const start = (namespace: string) =>
        connection.workflowService.startWorkflowExecution({
          namespace,
          requestId: randomUUID(),
          workflowId: 'same-in-both',
          workflowType: { name: 'never' },
          taskQueue: { name: 'business' },
          searchAttributes: { indexedFields: { Realm: { metadata: json, data: Buffer.from('"travel"') } } },
        });
      await expect(Promise.all([start(one.namespace), start(other.namespace)])).resolves.toHaveLength(2);
      await expect(start(one.namespace)).rejects.toThrow(/already/i);
    } finally {
      await connection.close();
    }
  }, 120_000);

  it('bundles the workflows once for all', async () => {
    const [one, other] = await Promise.all([workflowBundle(), workflowBundle()]);
    expect(one.code).toContain('musicianVerification');
    expect(other.code).toBe(one.code);
  }, 120_000);

  it('lets days pass at once on the time-skipping server', async () => {
    const { env, stop } = await startTimeSkipping();
    try {
      const before = await env.currentTimeMs();
      await env.sleep('14 days');
      expect((await env.currentTimeMs()) - before).toBeGreaterThanOrEqual(14 * 86_400_000);
    } finally {
      await stop();
    }
  }, 120_000);
});

const json = { encoding: Buffer.from('json/plain'), type: Buffer.from('Keyword') };
