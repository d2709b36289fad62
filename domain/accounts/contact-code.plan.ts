import type { Realm } from '#domain/shared/actor.ts';

export type Contact = { phone: string } | { email: string };

/** Whose contact it is: the same phone at another face is another contact. */
export interface ContactOf {
  realm: Realm;
  contact: Contact;
}

/** A code that somebody asked for. The code itself follows from the id, so it never travels in a payload. */
export interface CodeToSend extends ContactOf {
  codeId: string;
}

/** How long a code and the verification by it are good for. */
export const codeMinutes = 30;
