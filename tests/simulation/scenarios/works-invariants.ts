import type { FileStorage } from '#domain/ports/storage.ts';
import { worksReviewOf, standing } from '#workflows/works-review/contract.ts';
import { previewOf } from '../studio.ts';
import type { Uploaded } from './musicians.ts';
import type { Matter } from './processes.ts';
import type { WorkRow, WorksState } from './works-state.ts';

/** What really lies in the store, and whose song could not be heard. */
export interface Heard {
  uploaded: readonly Uploaded[];
  unheard: ReadonlySet<string>;
}

const isOnShelf = ({ status }: WorkRow): boolean => status === 'ONLINE' || status === 'OFFLINE';

/** What of music has a process; its musician may move what has been judged. */
export const worksMatters = ({ works }: WorksState): Matter[] =>
  works.map(({ id, status }) => ({
    id: worksReviewOf(id),
    status,
    query: standing.name,
    isOpen: status === 'WAITING',
    later: { ONLINE: ['OFFLINE', 'DELETE'], UNSUBMIT: ['DELETE'], FAIL: ['DELETE'] },
  }));

/** The audit tells every move of a work, each from where the one before has led. */
function* lifeFaults({ id, status }: WorkRow, { deeds }: WorksState): Generator<string> {
  let at: string | null = null;
  let verdict = '';
  for (const { action, before, after } of deeds.filter(({ work }) => work === id)) {
    if (before !== at) yield `work ${id} was ${at}, and by ${action} went from ${before} to ${after}`;
    at = after;
    if (action !== 'work.putUp' && action !== 'work.takeDown') verdict = action;
  }
  if (at !== status) yield `work ${id} is ${status}, the audit says ${at}`;
  if ((status === 'ONLINE' || status === 'OFFLINE') && verdict !== 'work.approve')
    yield `work ${id} is ${status} after ${verdict}`;
}

function* songFaults(work: WorkRow, { uploaded, unheard }: Heard): Generator<string> {
  const { id, ingest, path, durationMs, previewKey } = work;
  const song = uploaded.find(({ key }) => key === path)?.song;
  if (!song && ingest !== 'NONE') yield `work ${id} has no song, and is ${ingest}`;
  if (!song) return;
  if (isOnShelf(work) && ingest === 'WAITING') yield `work ${id} is ${work.status}, and nobody has heard its song`;
  if (isOnShelf(work) && song.durationMs === undefined) yield `work ${id} is ${work.status}, and its file no song`;
  if (ingest === 'FAILED' && !unheard.has(id)) yield `work ${id} is unheard for no reason`;
  if ((ingest === 'DONE') !== (previewKey !== null)) yield `work ${id} is ${ingest}, its preview ${previewKey}`;
  if (ingest === 'DONE' && durationMs !== song.durationMs) yield `work ${id} has what was heard of another song`;
}

/** What has no right to be, after what was before. */
function* stepFaults(before: WorksState, now: WorksState): Generator<string> {
  const was = new Map(before.works.map((work) => [work.id, work]));
  for (const { id, edition, ingest } of now.works) {
    const earlier = was.get(id);
    if (earlier?.ingest === 'DONE' && earlier.edition === edition && ingest !== 'DONE')
      yield `work ${id} was heard, and is ${ingest}`;
  }
  const held = new Map(before.licences.map((licence) => [licence.id, licence]));
  for (const { id, work, path } of now.licences) {
    const earlier = held.get(id);
    const ordered = was.get(work);
    if (earlier && earlier.path !== path) yield `licence ${id} has lost its song`;
    else if (!earlier && (ordered?.status !== 'ONLINE' || !ordered.canSell))
      yield `work ${work} was ordered while it was ${ordered?.status}`;
    else if (!earlier && ordered?.path !== path) yield `licence ${id} is of another song`;
  }
}

/** What is wrong with music, whenever one looks. */
export const worksFaults = (before: WorksState, now: WorksState, heard: Heard): string[] => [
  ...now.works.flatMap((work) => [...lifeFaults(work, now), ...songFaults(work, heard)]),
  ...stepFaults(before, now),
];

/** What is wrong with what lies in the store when nothing is left to happen. */
export async function storeFaults(
  storage: FileStorage,
  now: WorksState,
  uploaded: Heard['uploaded'],
): Promise<string[]> {
  const wrong: string[] = [];
  for (const { key, song } of uploaded) {
    if (!now.uploads.some((one) => one.key === key)) wrong.push(`nobody has found an upload of ${song.name}`);
    if (!(await storage.stat(key))) wrong.push(`an upload of ${song.name} is gone`);
  }
  for (const { id, path, essenceStart, previewKey } of now.works) {
    const song = uploaded.find(({ key }) => key === path)?.song;
    if (!song || previewKey === null) continue;
    const wanted = previewOf(song.content, essenceStart * 1000);
    if (!wanted?.equals(await storage.readAll(previewKey))) wrong.push(`work ${id} has another preview`);
  }
  return wrong;
}
