import { defineEntity, p } from '@mikro-orm/core';
import { numbered } from '#domain/shared/columns.ts';
import { User } from './user.entity.ts';

const MessageSchema = defineEntity({
  name: 'Message',
  indexes: [{ properties: ['recipient', 'createdAt'] }],
  properties: {
    ...numbered,
    /** Names the event it tells of, so that telling twice leaves one message. */
    eventKey: p.string().length(120).unique(),
    recipient: () => p.manyToOne(User).ref().deleteRule('cascade'),
    type: p.string().length(20).default('SYSTEM'),
    title: p.string().length(200),
    content: p.text(),
    args: p.json<Record<string, string>>().onCreate(() => ({})),
    read: p.boolean().default(false),
  },
});

/** A note of the platform to one of its people. */
export class Message extends MessageSchema.class {}
MessageSchema.setClass(Message);
