import { z } from 'zod';
import { countMessages, deleteMessage, markRead, readMessages, writeMessage } from '#domain/accounts/messages.ts';
import { findPerson } from '#domain/musicians/find-musicians.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { mapSlice } from '#domain/shared/slice.ts';
import { vfine } from '../face.ts';
import { isRead, Nothing, numberId, readFilter, requiredText, uuid } from '../inputs.ts';
import { MessageView, presentMessage, WrittenView } from '../presenters/message.ts';
import { recordAct } from '../record-act.ts';

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

  vfine.route('PUT /messages/:id/read/', {
    summary: 'Mark one message of the caller as read',
    description: 'Abandoned by the document: reading the list marks all of them.',
    auth: 'user',
    input: { params: z.object({ id: numberId.catch(0) }) }, // no message is 0: what is no number is told as not found, too
    status: 204,
    output: Nothing,
    async handler({ em, actor, params }) {
      if (!(await markRead(em, actor.id, params.id))) throw new DomainError('not_found', 'object_not_found');
    },
  }),

  vfine.route('POST /messages/', {
    summary: 'Write to somebody',
    description: 'Abandoned by the document.',
    auth: 'admin',
    input: { body: z.object({ title: requiredText(200), content: requiredText(10_000), receiver: uuid }) },
    output: WrittenView,
    example: { content: 'vvv', read: false, created_at: '2016-12-26T07:27:47.393000Z', id: 1, title: 'xx' },
    async handler(asked) {
      const { receiver, ...words } = asked.body;
      const message = await writeMessage(asked.em, await findPerson(asked.em, receiver), words);
      await recordAct(asked, 'write', `message:${message.id}`, { after: `account:${receiver}` });
      return presentMessage(message);
    },
  }),
];
