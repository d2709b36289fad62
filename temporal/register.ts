// Registers the namespace, the search attributes and the schedules. Run by hand for a Temporal of one's own: npm run register.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { temporalReach } from '#adapters/temporal/connection.ts';
import { readSettings, type Settings } from '#adapters/env.ts';
import { registerSchedules } from './schedules.ts';

const keyword = 2; // IndexedValueType of the Temporal API
const datetime = 6;
/** Types of our search attributes. */
export const searchAttributes = { Realm: keyword, Stage: keyword, WaitingFor: keyword, Deadline: datetime };
const retention = msToTs('30 days'); // how long closed workflows can be looked up

const patience = 60_000; // ms until a fresh server must know what was registered
const codes = { alreadyExists: 6, notFound: 5, permissionDenied: 7 } as const;

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

async function ensureNamespace({ workflowService }: Connection, namespace: string): Promise<void> {
  const isKnown = () =>
    workflowService.describeNamespace({ namespace }).then(
      () => true,
      (error: unknown) => {
        if (codeOf(error) === codes.notFound) return false;
        throw error;
      },
    );
  if (await isKnown()) return;
  await workflowService
    .registerNamespace({ namespace, workflowExecutionRetentionPeriod: retention })
    .catch((error: unknown) => {
      if (codeOf(error) !== codes.alreadyExists) throw error;
    });
}

async function ensureAttributes({ operatorService }: Connection, namespace: string): Promise<void> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(searchAttributes).filter(([name]) => !(name in customAttributes));
  if (missing.length === 0) return;
  await operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(missing) });
}

/** True when a workflow may be started with the attributes: each service of the server learns of them by itself. */
async function untilUsable({ workflowService }: Connection, namespace: string): Promise<void> {
  const query = `Realm = '' AND Stage = '' AND WaitingFor = '' AND Deadline > '2000-01-01T00:00:00Z'`;
  await workflowService.countWorkflowExecutions({ namespace, query });
}

const ensureSchedules = (connection: Connection, namespace: string): Promise<void> =>
  registerSchedules(new Client({ connection, namespace }));

/** Tries again while a fresh server does not know yet what it was just told, or is still starting. */
async function patiently(work: () => Promise<void>): Promise<void> {
  for (const until = Date.now() + patience; ; await sleep(100)) {
    try {
      return await work();
    } catch (error) {
      if (codeOf(error) === codes.permissionDenied || Date.now() > until) throw error;
    }
  }
}

/** Makes the namespace with a retention of thirty days, the four search attributes and the schedules, where they are missing. */
export async function registerTemporal(settings: Settings): Promise<void> {
  const connection = await Connection.connect({ ...temporalReach(settings), connectTimeout: patience });
  const namespace = settings.TEMPORAL_NAMESPACE;
  try {
    for (const ensure of [ensureNamespace, ensureAttributes, untilUsable, ensureSchedules]) {
      await patiently(() => ensure(connection, namespace));
    }
  } catch (error) {
    if (codeOf(error) !== codes.permissionDenied) throw error;
    throw new Error(
      `Not allowed to register at ${temporalReach(settings).address}. Ask for the namespace ${namespace} with the search` +
        ` attributes ${Object.entries(searchAttributes)
          .map(([name, type]) => `${name} (${type === keyword ? 'Keyword' : 'Datetime'})`)
          .join(', ')}.`,
      { cause: error },
    );
  } finally {
    await connection.close();
  }
}

if (import.meta.main) await registerTemporal(readSettings());
