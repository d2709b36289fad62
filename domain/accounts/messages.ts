import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { DomainError } from '#domain/shared/errors.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { Message } from './message.entity.ts';
import type { User } from './user.entity.ts';

export interface Note {
  eventKey: string;
  title: string;
  content: string;
  args: Record<string, string>;
}

const whereOf = (recipient: number, read: boolean | undefined) => ({
  recipient,
  ...(read !== undefined && { read }),
});

/** Leaves a note for somebody; the same event leaves one note. */
export async function tell(em: EntityManager, recipient: User, note: Note): Promise<void> {
  const now = new Date();
  const row = { ...note, recipient: recipient.id, createdAt: now, updatedAt: now };
  await em.upsert(Message, row, { onConflictFields: ['eventKey'], onConflictAction: 'ignore' });
}

/** Tells somebody what has become of theirs; `key` says it as clients know it, title and content alike. */
export const tellOutcome = (
  em: EntityManager,
  recipient: User,
  { eventKey, key, remark }: { eventKey: string; key: string; remark?: string | undefined },
): Promise<void> => {
  const args = { email: recipient.email ?? '', ...(remark && { remark }) };
  return tell(em, recipient, { eventKey, title: key, content: key, args });
};

/** A page of somebody's messages, newest first, as they stood before; reading any marks all of them read. */
export async function readMessages(
  em: EntityManager,
  recipient: number,
  read: boolean | undefined,
  { offset, limit }: Window,
): Promise<Slice<Message>> {
  const options = { orderBy: { createdAt: 'desc', id: 'desc' }, offset, limit } as const;
  const [items, total] = await em.findAndCount(Message, whereOf(recipient, read), options);
  await em.nativeUpdate(Message, { recipient, read: false }, { read: true });
  return { items, total };
}

/** How many messages somebody has, without reading them. */
export const countMessages = (em: EntityManager, recipient: number, read: boolean | undefined): Promise<number> =>
  em.count(Message, whereOf(recipient, read));

/** Writes to somebody in an operator's own words. */
export async function writeMessage(
  em: EntityManager,
  recipient: User,
  words: { title: string; content: string },
): Promise<Message> {
  const message = em.create(Message, { ...words, eventKey: `written:${randomUUID()}`, recipient: recipient.id });
  await em.flush();
  return message;
}

/** Marks a message of somebody as read; false where it is not theirs. */
export const markRead = async (em: EntityManager, recipient: number, id: number): Promise<boolean> =>
  (await em.nativeUpdate(Message, { id, recipient }, { read: true })) > 0;

/** Deletes a message of somebody; refuses `unknown_message` where it is not theirs. */
export async function deleteMessage(em: EntityManager, recipient: number, id: number): Promise<void> {
  const deleted = await em.nativeDelete(Message, { id, recipient });
  if (deleted === 0) throw new DomainError('not_found', 'unknown_message');
}
