import type { Acting } from '#domain/shared/actor.ts';
import { actingFields, actingIn, misfit, objectIn, requireFields } from '#domain/shared/typed.plan.ts';
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

const workFields = [
  'name',
  'path',
  'desc',
  'avatar',
  'tags',
  'categories',
  'lengthSeconds',
  'essenceStart',
  'essenceEnd',
  'sizeBytes',
  'type',
  'canSell',
  'sealedOwner',
] as const satisfies (keyof WorkFields)[];

/** A new work, or a change of one, and who hands it in: either goes to review. */
export interface Submission extends Acting {
  workId: string;
  /** Names this change, so that recording it twice changes nothing more. */
  submissionId: string;
  /** The musician's. */
  userUuid: string;
  content: { isNew: true; fields: WorkFields } | { isNew: false; fields: Partial<WorkFields> };
}

/** What the proof of our endpoint is about: one submission of a work. */
export const subjectOf = ({ workId, submissionId }: Pick<Submission, 'workId' | 'submissionId'>): string =>
  `work:${workId}:submission:${submissionId}`;

/** Refuses a change that was typed with other fields, or is none of the work that is reviewed. */
export function requireChange(input: unknown, { workId, userUuid }: Submission): void {
  const given = objectIn(input, 'a change');
  requireFields(given, ['workId', 'submissionId', 'userUuid', 'content', ...actingFields]);
  actingIn(given);
  const content = objectIn(given['content'], 'content');
  requireFields(content, ['isNew', 'fields']);
  requireFields(objectIn(content['fields'], 'fields'), workFields);
  if (given['workId'] !== workId || given['userUuid'] !== userUuid) throw misfit('it is of another work or musician');
  if (typeof given['submissionId'] !== 'string') throw misfit('submissionId names the change');
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
