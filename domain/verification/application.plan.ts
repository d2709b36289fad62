import type { Ending } from './decision.plan.ts';
import type { VerificationEvent, VerificationState } from './verification.machine.ts';

/** What a visitor hands in to become a musician: who they are is sealed. */
export interface Application {
  verificationId: string;
  userUuid: string;
  /** Name, number of the card and its pictures, under a key of this person alone. */
  sealed: string;
  /** Blind index of the card's number. */
  cardDigest: string;
  occupations: string[];
  avatar: string;
  music: string;
}

/** What runs from before applications were sealed whole brought in place of it. */
export interface EarlierApplication extends Omit<Application, 'sealed' | 'cardDigest'> {
  name: string;
  sealedCard: string;
  idCardFacade: string;
  idCardObverse: string;
}

/** How an application ended, and who ended it where somebody did. */
export interface Outcome extends Ending<VerificationEvent> {
  verificationId: string;
}

export const musicianTypes = ['PRODUCER', 'BANDSMAN', 'SINGER'] as const;

/** The musician type that the occupations name first, e.g. `['singer']` → `SINGER`; null where they name none. */
export function musicianTypeOf(occupations: readonly string[]): string | null {
  for (const occupation of occupations) {
    const type = musicianTypes.find((one) => one === occupation.trim().toUpperCase());
    if (type) return type;
  }
  return null;
}

/** Names the event of its end, so that the applicant is told once. */
export const verificationEventOf = (verificationId: string): string => `verification:${verificationId}`;

/** Key of the message that tells the applicant how it ended; nobody is told of a withdrawal of their own. */
export function messageKeyOf(state: VerificationState): string | undefined {
  const keys: Partial<Record<VerificationState, string>> = {
    APPROVED: 'SUCCESS_TO_MUSICIAN',
    REFUSED: 'FAIL_TO_MUSICIAN',
    EXPIRED: 'EXPIRED_TO_MUSICIAN',
  };
  return keys[state];
}
