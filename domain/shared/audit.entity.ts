import { defineEntity, p } from '@mikro-orm/core';
import { realms } from './actor.ts';

const AuditSchema = defineEntity({
  name: 'Audit',
  properties: {
    id: p.bigint().primary().autoincrement(),
    /** Names the act, so that a repeated activity leaves one row. */
    eventKey: p.string().length(160).unique(),
    at: p.datetime().onCreate(() => new Date()),
    realm: p.enum(realms),
    /** uuid of who did it, or `temporal-ui`, with a sign where one was given, where an operator acted there. */
    actor: p.string().length(64),
    action: p.string().length(60),
    subject: p.string().length(120),
    before: p.string().length(60).nullable(),
    after: p.string().length(60).nullable(),
    workflowId: p.string().length(200).nullable(),
    runId: p.string().length(64).nullable(),
    /** As the caller may have brought it: it finds acts and names none. */
    requestId: p.string().length(64).nullable(),
  },
});

/** Who did what to which thing; rows are added and never changed. */
export class Audit extends AuditSchema.class {}
AuditSchema.setClass(Audit);
