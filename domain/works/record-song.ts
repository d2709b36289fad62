import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { SongFacts } from '#domain/songs/song.plan.ts';
import type { FingerprintMatch, IngestState } from './song.plan.ts';
import { Work } from './work.entity.ts';

export interface HeardWork {
  workId: string;
  /** Storage key of the song that was heard: a work that has another one by now does not change. */
  key: string;
  facts: SongFacts;
  match: FingerprintMatch | null;
}

async function takeUnheard(em: EntityManager, workId: string, path: string): Promise<Work | null> {
  return em.findOne(Work, { id: workId, path }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** Writes what hearing a work's song has found: its real length counts, not the one that was said. */
export async function recordSong(em: EntityManager, { workId, key, facts, match }: HeardWork): Promise<void> {
  const work = await takeUnheard(em, workId, key);
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

/** The song could not be heard, for now or for good. */
export async function recordUnheard(
  em: EntityManager,
  { workId, key }: { workId: string; key: string },
): Promise<void> {
  const work = await takeUnheard(em, workId, key);
  const failed: IngestState = 'FAILED';
  if (work) work.ingest = failed;
}
