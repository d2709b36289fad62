import type { Ending } from './decision.plan.ts';
import type { RealNameEvent, RealNameState } from './real-name.machine.ts';

/** What a process may know of a real-name request: everything personal is sealed. */
export interface RealNameRequest {
  realNameId: string;
  userUuid: string;
  /** Name, number of the card and its pictures, under a key of this person alone. */
  sealed: string;
  /** Blind index of the card's number: tells that two are the same, and nothing else. */
  cardDigest: string;
}

/** How a request ended, and who ended it where somebody did. */
export interface RealNameOutcome extends Ending<RealNameEvent> {
  realNameId: string;
}

/** Names the event of its end, so that the person is told once. */
export const realNameEventOf = (realNameId: string): string => `real-name:${realNameId}`;

/** Key of the message that tells the person how it ended. */
export function realNameKeyOf(state: RealNameState): string | undefined {
  const keys: Partial<Record<RealNameState, string>> = { SUCCESS: 'SUCCESS_TO_REAL_NAME', FAIL: 'FAIL_TO_REAL_NAME' };
  return keys[state];
}
