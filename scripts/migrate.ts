// npm run migrate: applies the migrations. --create NAME: writes one for what the entities have become. --check: exits 1 when one is missing.
import { readSettings } from '#adapters/env.ts';
import { connectDatabase } from '#adapters/db/orm.ts';

const { DATABASE_URL } = readSettings();
if (!DATABASE_URL) throw new Error('DATABASE_URL is not set: npm start sets it for the embedded PostgreSQL');
const orm = await connectDatabase(DATABASE_URL, 1);
const [option, name] = process.argv.slice(2);
try {
  if (option === '--check') {
    const isNeeded = await orm.migrator.checkSchema();
    console.log(
      isNeeded ? 'entities and migrations differ: npm run migrate -- --create NAME' : 'migrations are up to date',
    );
    process.exitCode = isNeeded ? 1 : 0;
  } else if (option === '--create') {
    const { fileName } = await orm.migrator.create(undefined, false, false, name);
    console.log(`migrations/${fileName}`);
  } else {
    const applied = await orm.migrator.up();
    console.log(
      applied.length === 0 ? 'migrations: up to date' : `migrations: ${applied.map((one) => one.name).join(', ')}`,
    );
  }
} finally {
  await orm.close();
}
