/** By which of its contacts an account gets a code. */
export type ResetChannel = 'phone' | 'email';

/** How long a code is good for, and how often it may be tried. */
export const resetMinutes = 10;
export const mostResetTries = 5;

/** What became of a try: `void` where another reset of the account has won. */
export type Verdict = 'right' | 'wrong' | 'void';
