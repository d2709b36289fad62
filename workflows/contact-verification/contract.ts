import type { CodeToSend } from '#domain/accounts/contact-code.plan.ts';
import { flow } from '../kernel/flow.ts';

/** Begun for each code that somebody asks for; its opening includes the delivery, because a person waits for it. */
export const contactVerification = flow<CodeToSend>({
  type: 'contactVerification',
  queue: 'business',
  id: ({ codeId }) => `contact-verification:${codeId}`,
  realm: ({ realm }) => realm,
  summary: ({ contact }) => `Sends a code by ${'phone' in contact ? 'text message' : 'mail'}`,
});
