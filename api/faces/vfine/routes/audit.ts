import { z } from 'zod';
import type { Audit } from '#domain/shared/audit.entity.ts';
import { searchAudit } from '#domain/shared/record-audit.ts';
import { mapSlice } from '#domain/shared/slice.ts';
import { vfine } from '../face.ts';
import { text } from '../inputs.ts';
import { presentTime } from '../presenters/time.ts';

const ActView = z.object({
  id: z.string().meta({ example: '42' }),
  at: z.iso.datetime(),
  who: z.string().meta({ description: 'uuid of an account; `temporal-ui` and a sign for who acted there; `deadline`' }),
  what: z.string().meta({ example: 'takeout.approve' }),
  subject: z.string().meta({ example: 'takeout:1f0e3dad-9990-4345-b743-9f8ffabdffc4' }),
  before: z.string().nullable(),
  after: z.string().nullable(),
  request_id: z.string().nullable(),
  workflow_id: z.string().nullable(),
  run_id: z.string().nullable(),
});

const present = (one: Audit): z.input<typeof ActView> => ({
  id: String(one.id),
  at: presentTime(one.at),
  who: one.actor,
  what: one.action,
  subject: one.subject,
  before: one.before ?? null,
  after: one.after ?? null,
  request_id: one.requestId ?? null,
  workflow_id: one.workflowId ?? null,
  run_id: one.runId ?? null,
});

export const auditRoutes = [
  vfine.list('GET /admin/audit/', {
    summary: 'Who did what, newest first',
    ours: true,
    auth: 'admin',
    input: { query: z.object({ q: text(120).default('').meta({ description: 'an action or a subject, in full' }) }) },
    item: ActView,
    handler: async ({ em, query: { q }, window }) =>
      mapSlice(await searchAudit(em, { realm: 'vfine', q }, window), present),
  }),
];
