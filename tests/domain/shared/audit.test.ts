import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAccountTraces } from '#activities/business/account-traces.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import { createTestDatabase, type TestDatabase } from '#tests/kit/database.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

const em = () => database.orm.em.fork();
const act = () =>
  ({ eventKey: randomUUID(), realm: 'vfine', actor: randomUUID(), action: 'test', subject: 'thing:1' }) as const;

describe('the audit', () => {
  test.each([
    ['changed', `update "audit" set "actor" = 'nobody'`, 'UPDATE'],
    ['deleted', `delete from "audit"`, 'DELETE'],
    ['emptied', `truncate "audit" cascade`, 'TRUNCATE'],
  ])('cannot be %s', async (_name, sql, operation) => {
    const written = act();
    await recordAudit(em(), written);
    await expect(em().getConnection().execute(sql)).rejects.toThrow(`audit is append-only: ${operation} refused`);
    expect(await em().findOneOrFail(Audit, { eventKey: written.eventKey })).toMatchObject({ actor: written.actor });
  });

  test('keeps what was written first, however often it is written', async () => {
    const written = act();
    await recordAudit(em(), { ...written, after: 'first' });
    await recordAudit(em(), { ...written, after: 'second' });
    expect(await em().find(Audit, { eventKey: written.eventKey })).toMatchObject([{ after: 'first' }]);
  });

  test('is left alone by the clean-up of accounts', async () => {
    const written = act();
    await recordAudit(em(), written);
    const far = new Date(Date.now() + 1000 * 24 * 3600_000);
    await createAccountTraces({ orm: database.orm, clock: { now: () => far } }).removeTraces();
    expect(await em().count(Audit, { eventKey: written.eventKey })).toBe(1);
  });
});
