import type { MikroORM } from '@mikro-orm/core';
import { tellOutcome } from '#domain/accounts/messages.ts';
import { User } from '#domain/accounts/user.entity.ts';

export interface SystemMessage {
  /** Names the event it tells of. */
  eventKey: string;
  userUuid: string;
  /** What happened, as the face's clients know it: title and content alike. */
  key: string;
  remark?: string;
}

/** The only writer of messages of the platform. Each call is one transaction and may safely run twice. */
export const createMessageRecords = ({ orm }: { orm: MikroORM }) => ({
  async recordMessage({ userUuid, ...message }: SystemMessage): Promise<void> {
    await orm.em.fork().transactional(async (em) => {
      const recipient = await em.findOne(User, { uuid: userUuid });
      if (recipient) await tellOutcome(em, recipient, message); // otherwise the account is gone, and nobody is left to tell
    });
  },
});
export type MessageRecords = ReturnType<typeof createMessageRecords>;
