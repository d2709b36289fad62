import type { MikroORM } from '@mikro-orm/core';
import { findSimilar } from '#domain/songs/find-similar.ts';
import { bytesOf, decodeFingerprint } from '#domain/songs/fingerprint.ts';
import { keysOf } from '#domain/songs/fingerprint.plan.ts';
import { SongFingerprint } from '#domain/songs/song-fingerprint.entity.ts';
import type { FingerprintMatch } from '#domain/works/song.plan.ts';
import { Work } from '#domain/works/work.entity.ts';

/** The only writer of `song_fingerprint` rows. Each call may safely run twice. */
export const createSongRecords = ({ orm }: { orm: MikroORM }) => ({
  /**
   * Keeps how the song of a work sounds and answers the work of another musician that sounds alike, if there is one. It looks
   * after it has written: of two alike that come at once, at least one learns of the other. A work that is gone has no match.
   */
  async recordFingerprint({
    workId,
    fingerprint,
  }: {
    workId: string;
    fingerprint: string;
  }): Promise<FingerprintMatch | null> {
    const words = decodeFingerprint(fingerprint);
    const isKept = await orm.em.fork().transactional(async (em) => {
      if ((await em.count(Work, { id: workId })) === 0) return false;
      await em.upsert(SongFingerprint, { work: workId, words: bytesOf(words), keys: keysOf(words) });
      return true;
    });
    if (!isKept) return null;
    return (await orm.em.fork().transactional((em) => findSimilar(em, workId, words))) ?? null;
  },
});
export type SongRecords = ReturnType<typeof createSongRecords>;
