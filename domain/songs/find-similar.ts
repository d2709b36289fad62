import type { EntityManager } from '@mikro-orm/core';
import type { FingerprintMatch } from '#domain/works/song.plan.ts';
import { wordsIn, type Fingerprint } from './fingerprint.ts';
import { isTelling, keysOf, similarity } from './fingerprint.plan.ts';

/** From here on two songs are the same recording; measured in docs/models.md. */
export const alikeFrom = 0.5;
export const leastShared = 3; // keys; songs that have nothing to do with each other share one at most
const mostCandidates = 20;

/** Those of other musicians that share most keys; each key is looked up in the index by itself. */
export const candidates = `
  with alike as (
    select found.work_id, count(*) as shared
    from unnest(?::int[]) as key
    cross join lateral (select work_id from song_fingerprint where keys @> array[key] offset 0) as found
    group by found.work_id having count(*) >= ?
  ), best as (
    select alike.work_id from alike join work on work.id = alike.work_id
    where work.producer_id <> (select producer_id from work where id = ?)
    order by alike.shared desc, alike.work_id limit ?
  )
  select work_id, words from song_fingerprint where work_id in (select work_id from best)`;

/** Expecting every key in one song of two hundred, the planner would rather read a small table whole, once a key. */
export const byIndex = 'set local enable_seqscan = off';

interface Row {
  work_id: string;
  words: Uint8Array;
}

/** The work of another musician that sounds most like these words, if one does; a drone sounds like nothing. Wants a transaction of its own. */
export async function findSimilar(
  em: EntityManager,
  workId: string,
  words: Fingerprint,
): Promise<FingerprintMatch | undefined> {
  if (!isTelling(words)) return undefined;
  const values = [`{${keysOf(words).join(',')}}`, leastShared, workId, mostCandidates];
  const [connection, transaction] = [em.getConnection(), em.getTransactionContext()];
  await connection.execute(byIndex, [], 'run', transaction);
  const rows: Row[] = await connection.execute<Row[]>(candidates, values, 'all', transaction);
  const matches = rows.map((row): FingerprintMatch => ({
    workId: row.work_id,
    similarity: Math.round(similarity(words, wordsIn(row.words)) * 1000) / 1000,
  }));
  const [best] = matches.toSorted((a, b) => b.similarity - a.similarity);
  return best && best.similarity >= alikeFrom ? best : undefined;
}
