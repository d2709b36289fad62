import { defineEntity, p } from '@mikro-orm/core';

const AttemptSchema = defineEntity({
  name: 'Attempt',
  indexes: [{ properties: ['bucket', 'at'] }],
  properties: {
    id: p.bigint().primary().autoincrement(),
    /** What is counted, as a keyed digest: no address, phone or name is stored. */
    bucket: p.string().length(64),
    at: p.datetime().onCreate(() => new Date()),
  },
});

/** One try of something that is limited: a failed login, a text message, a registration. */
export class Attempt extends AttemptSchema.class {}
AttemptSchema.setClass(Attempt);
