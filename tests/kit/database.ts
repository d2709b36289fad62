import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Client, escapeIdentifier } from 'pg';
import { connectDatabase } from '#adapters/db/orm.ts';

/** URL of a database of the test server that others are made from; the global set-up starts the server and says it. */
function adminUrl(): string {
  const url = process.env.TEST_POSTGRES_URL;
  if (!url) throw new Error('TEST_POSTGRES_URL is not set: tests/kit/global-setup.ts sets it');
  return url;
}

async function administer(sql: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export interface TestDatabase {
  orm: MikroORM;
  url: string;
  drop(): Promise<void>;
}

/** A database of this test file alone, copied from the template where there is one, else made from the entities. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const template = process.env.TEST_DATABASE_TEMPLATE;
  await administer(
    `create database ${escapeIdentifier(name)}${template ? ` template ${escapeIdentifier(template)}` : ''}`,
  );
  const url = Object.assign(new URL(adminUrl()), { pathname: `/${name}` }).href;
  const orm = await connectDatabase(url, 8);
  if (!template) await orm.schema.create();
  return {
    orm,
    url,
    async drop() {
      await orm.close(true);
      await administer(`drop database if exists ${escapeIdentifier(name)} with (force)`);
    },
  };
}
