import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { SongFacts } from '#domain/songs/song.plan.ts';
import type { FingerprintMatch, IngestState } from './song.plan.ts';
import { Work } from './work.entity.ts';

/** A song as it was to be heard: a work that has another one by now, or another best part, does not change. */
export interface ToldSong {
  workId: string;
  /** Storage key. */
  key: string;
  /** Where the best part begins; runs from before this was told leave it out. */
  essenceStartMs?: number;
}

export interface HeardWork extends ToldSong {
  facts: SongFacts;
  match: FingerprintMatch | null;
}

async function take(em: EntityManager, { workId: id, key: path, essenceStartMs }: ToldSong): Promise<Work | undefined> {
  const work = await em.findOne(Work, { id, path }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const isSame = essenceStartMs === undefined || essenceStartMs === work?.essenceStartMs();
  return (isSame && work) || undefined;
}

/** Writes what hearing a work's song has found: its real length counts, not the one that was said. */
export async function recordSong(em: EntityManager, { facts, match, ...song }: HeardWork): Promise<void> {
  const work = await take(em, song);
  if (!work) return;
  const { durationMs, loudnessLufs, peaksKey, previewKey, watermarkKey } = facts;
  em.assign(work, {
    ingest: 'DONE',
    lengthSeconds: Math.round(durationMs / 1000),
    durationMs,
    loudnessLufs,
    peaksKey,
    previewKey,
    watermarkKey,
    fingerprintMatch: match,
  });
}

/** The song could not be heard, for now or for good; one that was heard since stays so. */
export async function recordUnheard(em: EntityManager, song: ToldSong): Promise<void> {
  const work = await take(em, song);
  const failed: IngestState = 'FAILED';
  if (work?.ingest === 'WAITING') work.ingest = failed;
}
