// npm run seed: makes the first administrator, one demo account a face and the example songs, once; their passwords are generated, shown once and kept in the data folder.
import { randomBytes } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectDatabase } from '#adapters/db/orm.ts';
import { readSettings } from '#adapters/env.ts';
import { createPasswords } from '#adapters/secrets.ts';
import { storageOf } from '#adapters/storage/storage.ts';
import { addOperator, listOperators } from '#domain/accounts/operators.ts';
import { registerAccount } from '#domain/accounts/register-account.ts';
import { addOwnExamples } from '#domain/songs/example-songs.ts';

const demoAccounts = [
  { realm: 'travel', uname: 'demo', email: 'demo@example.org' },
  { realm: 'vfine', phone: '+8613800138000' },
] as const;

const settings = readSettings();
const file = join(settings.ENSEMBLE_DATA, 'accounts.txt');
if (!settings.DATABASE_URL) throw new Error('DATABASE_URL is not set: npm start sets it for the embedded PostgreSQL');

const orm = await connectDatabase(settings.DATABASE_URL, 1);
const passwords = createPasswords();
const lines: string[] = [];
try {
  await orm.em.fork().transactional(async (em) => {
    if ((await listOperators(em)).length > 0) return;
    const password = randomBytes(12).toString('base64url');
    await addOperator(em, passwords, { name: 'admin', password, roles: ['admin'] });
    lines.push(`ops     admin          ${password}`);
    for (const account of demoAccounts) {
      const own = randomBytes(12).toString('base64url');
      await registerAccount(em, { ...account, passwordHash: await passwords.hash(own) });
      lines.push(
        `${account.realm.padEnd(7)} ${('uname' in account ? account.uname : account.phone).padEnd(14)} ${own}`,
      );
    }
    await appendFile(file, `${lines.join('\n')}\n`, { mode: 0o600 }); // before the commit: an account never lacks its password
  });
  const music = join(import.meta.dirname, '../assets/music');
  await orm.em.fork().transactional((em) => addOwnExamples(em, storageOf(settings), music));
  console.log(lines.join('\n'));
} finally {
  await orm.close();
}
