import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { Settings } from '../env.ts';
import { temporalReach } from './connection.ts';

/** A client of the namespace; connecting waits for the server, as long as it takes to start. */
export async function connectTemporal(settings: Settings, dataConverter: DataConverter): Promise<Client> {
  const connection = await Connection.connect({ ...temporalReach(settings), connectTimeout: '10s' });
  return new Client({ connection, namespace: settings.TEMPORAL_NAMESPACE, dataConverter });
}
