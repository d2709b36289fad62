import { reconciliation } from '#workflows/reconciliation/contract.ts';
import { uploadReconciliation } from '#workflows/upload-reconciliation/contract.ts';
import type { Processes } from '../telling.ts';

/** Something that is written down and has a process. */
export interface Matter {
  /** Of its process. */
  id: string;
  status: string;
  /** Name of the query that tells the process's `state`. */
  query: string;
  /** It waits for its process to go on. */
  isOpen: boolean;
  /** What may become of it after its process has ended in a state, and others have been refused; without, it stays as it is. */
  later?: Readonly<Record<string, readonly string[]>>;
}

interface Request {
  user: { unwrap(): { uuid: string } };
  status: string;
}

interface Process {
  idOf(userUuid: string): string;
  query: string;
  /** The status in which it waits. */
  open: string;
}

/** What people ask for again and again: the last request of everybody, those of one person by age, has a process. */
export function lastMatters(rows: readonly Request[], { idOf, query, open }: Process): Matter[] {
  const last = new Map(rows.map((row) => [row.user.unwrap().uuid, row]));
  return [...last].map(([uuid, { status }]) => ({ id: idOf(uuid), status, query, isOpen: status === open, later: {} }));
}

const housekeeping = [reconciliation.id(), uploadReconciliation.id()];

/** Where a process says otherwise than what is written down. */
async function differenceOf(processes: Processes, { id, status, query, isOpen, later }: Matter): Promise<string[]> {
  const run = await processes.latest(id, query);
  const hasNoState = (later ? /^(cancelled|failed)$/i : /^cancelled$/i).test(run?.status ?? '');
  if (hasNoState) return isOpen ? [`${id} is ${status}, its process is ${run?.status}`] : [];
  const isSame = run?.state === status || (!isOpen && later?.[String(run?.state)]?.includes(status));
  return isSame ? [] : [`${id} is ${status}, its process (${run?.status}) says ${JSON.stringify(run?.state)}`];
}

/** Where processes for which nothing is under way differ from what is written down: those of one id, or all at the end. */
export async function processFaults(
  processes: Processes,
  matters: readonly Matter[],
  only?: string,
): Promise<string[]> {
  const isLooked = (id: string): boolean => only === undefined || only === id;
  const wrong: string[] = [];
  for (const { workflowId, waitsFor } of await processes.open()) {
    if (!isLooked(workflowId)) continue;
    if (!waitsFor) wrong.push(`${workflowId} waits for nobody`);
    const isKnown = only !== undefined && housekeeping.includes(workflowId);
    if (!isKnown && !matters.some(({ id }) => id === workflowId))
      wrong.push(`${workflowId} is about nothing that is written down`);
  }
  for (const matter of matters.filter(({ id }) => isLooked(id))) wrong.push(...(await differenceOf(processes, matter)));
  return wrong;
}
