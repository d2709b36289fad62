import type { Contacts, ProfileChange } from '#domain/accounts/profile.plan.ts';
import type { Realm } from '#domain/shared/actor.ts';
import { flow } from '../kernel/flow.ts';

export interface ContactChange {
  changeId: string;
  realm: Realm;
  userId: number;
  change: ProfileChange;
  former: Contacts;
}

/** Begun where somebody gives an account another phone or mail address: whoever it belonged to is told. */
export const contactChange = flow<ContactChange>({
  type: 'contactChange',
  queue: 'business',
  id: ({ changeId }) => `contact-change:${changeId}`,
  realm: ({ realm }) => realm,
  summary: ({ userId }) => `Account ${userId} is reached elsewhere; its former contacts are told`,
});
