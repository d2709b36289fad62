import type { IngestState } from '#domain/works/song.plan.ts';
import type { WorkState } from '#domain/works/work.machine.ts';
import type { Telling } from '../telling.ts';
import { readAtOnce } from './shop-state.ts';

export interface WorkRow {
  id: string;
  producer: number;
  path: string;
  status: WorkState;
  canSell: boolean;
  edition: number;
  essenceStart: number;
  ingest: IngestState;
  durationMs: number | null;
  previewKey: string | null;
}
/** What somebody did to a work, as the audit tells it. */
interface Deed {
  work: string;
  action: string;
  before: string | null;
  after: string;
}
interface LicenceRow {
  id: string;
  work: string;
  path: string;
  state: string;
}

const queries = {
  works: `select id, producer_id as producer, path, status, can_sell as "canSell", edition, essence_start as "essenceStart", ingest, duration_ms as "durationMs", preview_key as "previewKey" from work order by created_at, id`,
  deeds: `select split_part(subject, ':', 2) as work, action, before, after from audit where subject like 'work:%' and after is not null order by id`,
  licences: `select id, work_id as work, work_path as path, state from certificate order by created_at, id`,
  uploads: `select key from upload order by key`,
};

/** All that is written down of music, beside what the shop knows. */
export interface WorksState {
  works: WorkRow[];
  deeds: Deed[];
  licences: LicenceRow[];
  uploads: { key: string }[];
}

export const noWorks: WorksState = { works: [], deeds: [], licences: [], uploads: [] };

export const readWorks = (story: Telling): Promise<WorksState> => readAtOnce<WorksState>(story, queries);
