// npm run ledger -- check: proves the ledger by itself and against orders, refunds and withdrawals. Exits 1 on any breach.
import { connectDatabase } from '#adapters/db/orm.ts';
import { readSettings } from '#adapters/env.ts';
import { checkLedger } from '#domain/ledger/check.ts';
import { readArguments, UsageError } from './shared/command-line.ts';

const usage = 'usage: npm run ledger -- check';
const mostShown = 20;

async function main(): Promise<void> {
  const { positionals } = readArguments(usage, { allowPositionals: true });
  if (positionals.join(' ') !== 'check') throw new UsageError(usage);
  const { DATABASE_URL } = readSettings();
  if (!DATABASE_URL) throw new Error('There is no database yet: run npm start once, or set DATABASE_URL.');
  const orm = await connectDatabase(DATABASE_URL, 1);
  try {
    const checks = await checkLedger(orm.em.fork());
    const width = Math.max(...checks.map(({ name }) => name.length));
    for (const { name, checked, findings } of checks) {
      console.log(`${findings.length === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(width)}  ${checked} checked`);
      for (const finding of findings.slice(0, mostShown)) console.log(`        ${finding}`);
      if (findings.length > mostShown) console.log(`        and ${findings.length - mostShown} more`);
    }
    const breaches = checks.reduce((sum, { findings }) => sum + findings.length, 0);
    console.log(breaches === 0 ? 'the ledger is sound' : `${breaches} breaches`);
    process.exitCode = breaches === 0 ? 0 : 1;
  } finally {
    await orm.close(true);
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
