import { z } from 'zod';
import { recordLook } from '#domain/shared/record-audit.ts';
import { ops } from '../face.ts';
import { asPage, outboxPage } from '../pages.ts';

const most = 1000;

/** True where a browser asks to show a page rather than a program for data. */
const prefersPage = (accept: string): boolean => /text\/html/.test(accept) && !/application\/json/.test(accept);

/** Mail and text messages that were kept because no server is set up to send them. */
export const outboxRoutes = [
  ops.raw('GET /outbox', {
    summary: 'Messages that were kept, newest first; each look is audited',
    description: 'A JSON array of `{id, channel, to, subject, text, at}`; a table where the caller asks for HTML.',
    ours: true,
    auth: 'admin',
    input: { query: z.object({ limit: z.coerce.number().int().min(1).max(most).default(100) }) },
    type: 'application/json',
    async handler({ em, actor, ports, query, request, link }) {
      await recordLook(em, 'outbox', { realm: 'ops', actor: actor.uuid, requestId: request.id });
      const entries = await ports.outbox.list(query.limit);
      return prefersPage(request.header('accept'))
        ? asPage(outboxPage(link, entries))
        : { type: 'application/json', body: JSON.stringify(entries) };
    },
  }),
];
