import { defineEntity, p } from '@mikro-orm/core';
import { numbered } from '#domain/shared/columns.ts';

const SuggestionSchema = defineEntity({
  name: 'Suggestion',
  properties: {
    ...numbered,
    /** As whoever wrote it calls himself; nobody vouches for it. */
    username: p.string().length(64),
    text: p.text(),
  },
});

/** What somebody would like the platform to be. */
export class Suggestion extends SuggestionSchema.class {}
SuggestionSchema.setClass(Suggestion);
