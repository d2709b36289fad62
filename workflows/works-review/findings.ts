import { ApplicationFailure } from '@temporalio/workflow';
import type { SongFacts } from '#domain/songs/song.plan.ts';
import type { FingerprintMatch } from '#domain/works/song.plan.ts';

const clock = (ms: number): string => `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;

/** Whether a song sounds like another musician's, as an operator reads it. */
export const describeMatch = (match: FingerprintMatch | null): string =>
  match
    ? `**Possible duplicate** of work \`${match.workId}\` of another musician (${Math.round(match.similarity * 100)} % alike).`
    : 'Sounds like no work of another musician.';

/** What hearing a song has found, as an operator reads it. */
export function describeSong(facts: SongFacts, match: FingerprintMatch | null): string {
  const { format, durationMs, loudnessLufs, truePeakDbtp } = facts;
  const loudness = loudnessLufs === null ? 'silent' : `${loudnessLufs.toFixed(1)} LUFS`;
  const peak = truePeakDbtp === null ? '' : `, peak ${truePeakDbtp.toFixed(1)} dBTP`;
  return `**Song** ${format}, ${clock(durationMs)}, ${loudness}${peak}. ${describeMatch(match)}`;
}

/** Whether a failure is a refusal: another try would not mend it. */
export function isRefusal(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if (at instanceof ApplicationFailure && at.nonRetryable && at.details && at.details.length > 0) return true;
  return false;
}
