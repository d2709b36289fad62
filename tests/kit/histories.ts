import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

const folder = fileURLToPath(new URL('../replay/histories', import.meta.url));

/** Where and by which process it was recorded is nobody's business. */
const withoutPlaces = (key: string, value: unknown): unknown => {
  if (key === 'stackTrace') return '';
  if (typeof value === 'string' && /^\d+@/.test(value)) return 'somebody'; // <process>@<machine>
  return value;
};

/** Keeps what a run went through, for the replay tests; only where `RECORD_HISTORIES` is set. */
export async function keepHistory(client: Client, workflowId: string, name: string): Promise<void> {
  if (!process.env['RECORD_HISTORIES']) return;
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  const readable = JSON.stringify(JSON.parse(historyToJSON(history)), withoutPlaces, 1);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.json`), `${readable}\n`);
}

/** Names of the kept histories, `<workflow>.<ending>`. */
export const keptHistories = async (): Promise<string[]> =>
  (await readdir(folder)).filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));

export const readHistory = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'));
