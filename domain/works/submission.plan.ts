import type { Ending } from '#domain/verification/decision.plan.ts';
import type { FingerprintMatch } from './song.plan.ts';
import type { WorksReviewEvent, WorksReviewState } from './work.machine.ts';

export const workTypes = ['PERSONAL', 'PRODUCER', ''] as const;
type WorkType = (typeof workTypes)[number];

/** What a musician says of a work. */
export interface WorkFields {
  name: string;
  path: string;
  desc: string;
  avatar: string;
  tags: number[];
  categories: number[];
  lengthSeconds: number;
  essenceStart: number; // seconds
  essenceEnd: number; // seconds
  sizeBytes: number;
  type: WorkType;
  canSell: boolean;
  /** Made by `sealOwner`. */
  sealedOwner: string;
}

/** A new work, or a change of one: either goes to review. */
export interface Submission {
  workId: string;
  /** Names this change, so that recording it twice changes nothing more. */
  submissionId: string;
  /** The musician's. */
  userUuid: string;
  requestId: string;
  content: { isNew: true; fields: WorkFields } | { isNew: false; fields: Partial<WorkFields> };
}

/** A song that has to be heard before anybody can judge it. */
export interface SongToHear {
  key: string;
  essenceStartMs: number;
}

/** A song that was heard before and sounded like another musician's. */
export interface AlikeSong {
  match: FingerprintMatch;
}

/** What has to be heard for a submission: a song, or none: it is known, alike or not, or there is `none` of ours. */
export type Hearing = SongToHear | AlikeSong | 'known' | 'none';

/** The end of a submission's review, where it was recorded before: a later try of a request hands in what is reviewed. */
export interface Reviewed {
  reviewed: WorksReviewState;
}
export const isReviewed = (found: Hearing | Reviewed): found is Reviewed =>
  typeof found === 'object' && 'reviewed' in found;

/** How a review ended, and who ended it where somebody did. */
export interface ReviewEnding extends Ending<WorksReviewEvent> {
  workId: string;
}

/** Key of the message that tells the musician how a review ended; nobody is told of what they did themselves. */
export function reviewKeyOf(state: WorksReviewState, event: string): string | undefined {
  if (event === 'withdraw' || event === 'remove') return undefined;
  const keys: Partial<Record<WorksReviewState, string>> = {
    ONLINE: 'SUCCESS_TO_WORK',
    UNSUBMIT: event === 'expire' ? 'EXPIRED_TO_WORK' : 'RETURN_TO_WORK',
    FAIL: 'FAIL_TO_WORK',
  };
  return keys[state];
}
