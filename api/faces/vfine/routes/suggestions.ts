import { z } from 'zod';
import { leaveSuggestion, listSuggestions } from '#domain/community/suggestions.ts';
import { mapSlice } from '#domain/shared/slice.ts';
import { vfine } from '../face.ts';
import { requiredText } from '../inputs.ts';
import { presentTime } from '../presenters/time.ts';

export const suggestionRoutes = [
  vfine.route('POST /suggestions/', {
    summary: 'Leave a suggestion',
    auth: 'none',
    rate: 'write',
    input: { body: z.object({ username: requiredText(64), text: requiredText(5000) }) },
    output: z.object({}),
    refusals: { invalid_value: '传入参数不规范' },
    async handler({ em, body }) {
      leaveSuggestion(em, body);
      return {};
    },
  }),

  vfine.list('GET /admin/suggestions/', {
    summary: 'Suggestions, newest first',
    ours: true,
    auth: 'admin',
    item: z.object({ id: z.int(), username: z.string(), text: z.string(), created_at: z.iso.datetime() }),
    handler: async ({ em, window }) =>
      mapSlice(await listSuggestions(em, window), ({ id, username, text, createdAt }) => ({
        id,
        username,
        text,
        created_at: presentTime(createdAt),
      })),
  }),
];
