import { z } from 'zod';
import { listCases, resolveCase } from '#domain/reconciliation/cases.ts';
import { differences, type ReconciliationCase } from '#domain/reconciliation/reconciliation.entity.ts';
import { yuanOf } from '#domain/shared/money.ts';
import { mapSlice } from '#domain/shared/slice.ts';
import { vfine } from '../face.ts';
import { uuid, visibleText } from '../inputs.ts';
import { YuanText } from '../money.ts';
import { presentTime } from '../presenters/time.ts';

const refusals = { invalid_value: '传入参数不规范' };
const CaseView = z.object({
  uuid: z.uuid(),
  day: z.iso.date(),
  kind: z.enum(differences),
  subject: z.string().meta({ example: 'trade:1f0e3dad99908345f7439f8ffabdffc4' }),
  ours: YuanText.nullable(),
  theirs: YuanText.nullable(),
  provider_number: z.string().nullable(),
  status: z.enum(['OPEN', 'RESOLVED']),
  remark: z.string().nullable(),
  resolved_by: z.string().nullable(),
  resolved_at: z.iso.datetime().nullable(),
});

const money = (fen: number | null | undefined): string | null => (typeof fen === 'number' ? yuanOf(fen) : null);

const present = (one: ReconciliationCase): z.input<typeof CaseView> => ({
  uuid: one.id,
  day: one.day,
  kind: one.kind,
  subject: one.key,
  ours: money(one.ourFen),
  theirs: money(one.theirFen),
  provider_number: one.providerNumber ?? null,
  status: one.status,
  remark: one.remark ?? null,
  resolved_by: one.resolvedBy ?? null,
  resolved_at: one.resolvedAt ? presentTime(one.resolvedAt) : null,
});

export const reconciliationRoutes = [
  vfine.list('GET /admin/reconciliation/', {
    summary: "Differences between the provider's bill and the ledger, oldest first",
    ours: true,
    auth: 'admin',
    input: { query: z.object({ status: z.enum(['', 'OPEN', 'RESOLVED']).default('') }) },
    item: CaseView,
    refusals,
    handler: async ({ em, query, window }) => mapSlice(await listCases(em, query.status || undefined, window), present),
  }),

  vfine.route('PUT /admin/reconciliation/:uuid/', {
    summary: 'Say what a difference was',
    ours: true,
    auth: 'admin',
    input: { params: z.object({ uuid }), body: z.object({ remark: visibleText(500) }) },
    output: CaseView,
    refusals,
    async handler({ em, actor, params: { uuid: id }, body, request: { id: requestId }, ports: { clock } }) {
      const asked = { id, remark: body.remark, at: clock.now() };
      return present(await resolveCase(em, asked, { actor: actor.uuid, requestId }));
    },
  }),
];
