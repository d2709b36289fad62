import { z } from 'zod';
import { countMessages, deleteMessage, readMessages } from '#domain/accounts/messages.ts';
import { mapSlice } from '#domain/shared/slice.ts';
import { vfine } from '../face.ts';
import { isRead, Nothing, numberId, readFilter } from '../inputs.ts';
import { MessageView, presentMessage } from '../presenters/message.ts';

const read = z.object({ read: readFilter });

export const messageRoutes = [
  vfine.list('GET /messages/', {
    summary: "The caller's messages, newest first; all of them are read afterwards",
    auth: 'user',
    changes: true,
    input: { query: read },
    item: MessageView,
    handler: async ({ em, actor, query, window }) =>
      mapSlice(await readMessages(em, actor.id, isRead(query.read), window), presentMessage),
  }),

  vfine.route('GET /messages/count/', {
    summary: 'How many messages the caller has; they stay unread',
    auth: 'user',
    input: { query: read },
    output: z.object({ count: z.int() }),
    example: { count: 3 },
    handler: async ({ em, actor, query }) => ({ count: await countMessages(em, actor.id, isRead(query.read)) }),
  }),

  vfine.route('DELETE /messages/:id/', {
    summary: 'Delete one message of the caller',
    auth: 'user',
    input: { params: z.object({ id: numberId }) },
    status: 204,
    output: Nothing,
    handler: ({ em, actor, params }) => deleteMessage(em, actor.id, params.id),
  }),
];
