// npm run admin -- add NAME [--role admin|manager] [--password-stdin] · list · remove NAME · password NAME [--password-stdin]
// Operators of the platform: who may open the outbox, read payloads and decide on applications.
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { connectDatabase } from '#adapters/db/orm.ts';
import { readSettings, SettingsError } from '#adapters/env.ts';
import { createPasswords } from '#adapters/secrets.ts';
import { addOperator, listOperators, removeOperator, resetOperatorPassword } from '#domain/accounts/operators.ts';
import type { User } from '#domain/accounts/user.entity.ts';
import { roles, type Role } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { readArguments, UsageError } from './shared/command-line.ts';

const usage = `usage: npm run admin -- add NAME [--role admin|manager] [--password-stdin]
       npm run admin -- list
       npm run admin -- remove NAME
       npm run admin -- password NAME [--password-stdin]`;

function readCommand(args: string[]) {
  const options = { role: { type: 'string', default: 'admin' }, 'password-stdin': { type: 'boolean' } } as const;
  const { values, positionals } = readArguments(usage, { args, options, allowPositionals: true });
  const [verb = '', name = '', ...rest] = positionals;
  const role = roles.find((one) => one === values.role);
  const isComplete = verb === 'list' ? name === '' : ['add', 'remove', 'password'].includes(verb) && name !== '';
  if (!isComplete || !role || rest.length > 0) throw new UsageError(usage);
  return { verb, name, role, fromStdin: values['password-stdin'] === true };
}

/** The password from standard input, or a generated one, which is shown this once. */
async function choosePassword(fromStdin: boolean): Promise<{ password: string; shown: string }> {
  if (fromStdin) return { password: (await text(process.stdin)).replace(/\r?\n$/, ''), shown: '' };
  const password = randomBytes(15).toString('base64url');
  return { password, shown: `\npassword: ${password}` };
}

/** A line of the list; the uuid is what the audit names. */
const lineOf = ({ uname, name, roles: granted, uuid, disabledAt }: User): string =>
  [uname ?? name, granted.join(' '), uuid, ...(disabledAt ? [`removed ${disabledAt.toISOString()}`] : [])].join('  ');

type Em = Awaited<ReturnType<typeof connectDatabase>>['em'];

async function act(em: Em, { verb, name, role, fromStdin }: ReturnType<typeof readCommand>): Promise<string> {
  const passwords = createPasswords();
  if (verb === 'list') {
    return (await listOperators(em)).map(lineOf).join('\n') || 'no operators';
  }
  if (verb === 'remove') {
    await removeOperator(em, name);
    return `removed ${name}`;
  }
  const { password, shown } = await choosePassword(fromStdin);
  if (verb === 'add') {
    const granted: Role[] = [role];
    await addOperator(em, passwords, { name, password, roles: granted });
    return `${role} ${name} added${shown}`;
  }
  await resetOperatorPassword(em, passwords, { name, password });
  return `${name} has another password; its sessions have ended${shown}`;
}

async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2));
  const { DATABASE_URL } = readSettings();
  if (!DATABASE_URL) throw new UsageError('There is no database yet: run npm start once, or set DATABASE_URL.');
  const orm = await connectDatabase(DATABASE_URL, 1);
  try {
    console.log(await orm.em.fork().transactional((em) => act(em, command)));
  } finally {
    await orm.close(true);
  }
}

/** What went wrong, for the one who typed the command. */
function explain(error: unknown): string {
  if (error instanceof DomainError || error instanceof UsageError || error instanceof SettingsError)
    return error.message;
  if (error instanceof Error && /ECONNREFUSED/.test(`${error.message} ${String(error.cause)}`))
    return 'The database does not answer: is the platform running (npm start)?';
  throw error;
}

try {
  await main();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
