import { Client } from 'pg';

/** What the database, or the way to it, can do to a transaction. */
export const databaseFaults = [
  'database 40001', // at its commit
  'database 40P01', // at one of its statements
  'connection lost before the commit',
  'connection lost after the commit',
] as const;
export type DatabaseFault = (typeof databaseFaults)[number];

interface Armed {
  fault: DatabaseFault;
  /** Statements of the transaction that pass before 40P01. */
  after: number;
}

type Query = (this: Client, ...args: unknown[]) => unknown;
const real = Client.prototype.query as Query;

const textOf = (asked: unknown): string =>
  typeof asked === 'string' ? asked : ((asked as { text?: string } | undefined)?.text ?? '');
const refusal = (code: string): Error => Object.assign(new Error(`injected ${code}`), { code, severity: 'ERROR' });

/** Ends the connection as a server that dies does: whoever holds it learns so at the next word. */
function breakOff(client: Client): Error {
  client.once('error', () => undefined);
  const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
  stream.destroy();
  return Object.assign(new Error('injected loss of the connection'), { code: 'ECONNRESET' });
}

/** Lets one transaction of this process fail in a way of one's choice; the real database does all the rest. */
export function injectDatabaseFaults() {
  let armed: Armed | undefined;
  let struck = false;

  function strike(client: Client, isCommit: boolean, args: unknown[]): Promise<unknown> | undefined {
    if (!armed) return undefined;
    const { fault } = armed;
    if (fault === 'database 40P01' && armed.after-- > 0) return undefined;
    if (fault !== 'database 40P01' && !isCommit) return undefined;
    armed = undefined;
    struck = true;
    switch (fault) {
      case 'connection lost before the commit':
        return Promise.reject(breakOff(client));
      case 'connection lost after the commit':
        return (real.call(client, ...args) as Promise<unknown>).then(() => Promise.reject(breakOff(client)));
      case 'database 40001':
      case 'database 40P01': {
        const code = fault.slice(-5);
        return (real.call(client, 'rollback') as Promise<unknown>).then(() => Promise.reject(refusal(code)));
      }
    }
  }

  Client.prototype.query = function query(this: Client, ...args: unknown[]) {
    const text = textOf(args[0]).trim().toLowerCase();
    const isStatement = !/^(begin|start|set|savepoint|release|rollback)/.test(text);
    return (isStatement && strike(this, text.startsWith('commit'), args)) || real.call(this, ...args);
  } as typeof Client.prototype.query;

  return {
    /** Runs work with a fault that waits for its next transaction; says whether there was one. */
    async during<T>(
      fault: DatabaseFault,
      after: number,
      work: () => Promise<T>,
    ): Promise<{ struck: boolean; value: T }> {
      armed = { fault, after };
      struck = false;
      try {
        return { value: await work(), struck };
      } finally {
        armed = undefined;
      }
    },
    hasStruck: (): boolean => struck,
    restore: (): void => void (Client.prototype.query = real as typeof Client.prototype.query),
  };
}
export type DatabaseFaults = ReturnType<typeof injectDatabaseFaults>;
