import { defineEntity, p } from '@mikro-orm/core';
import { realms } from '#domain/shared/actor.ts';
import { identity } from '#domain/shared/columns.ts';

const ContactCodeSchema = defineEntity({
  name: 'ContactCode',
  indexes: [{ properties: ['realm', 'contact', 'createdAt'] }],
  properties: {
    ...identity,
    realm: p.enum(realms),
    /** Phone or mail address as a keyed digest: the table tells nobody whom a code went to. */
    contact: p.string().length(64),
    /** Set when the mail server or gateway took it; no code is valid before. */
    sentAt: p.datetime().nullable(),
    tries: p.smallint().default(0),
    verifiedAt: p.datetime().nullable(),
    usedAt: p.datetime().nullable(),
  },
});

/** One code on its way to a phone or mailbox; the code itself follows from the id and is stored nowhere. */
export class ContactCode extends ContactCodeSchema.class {}
ContactCodeSchema.setClass(ContactCode);
