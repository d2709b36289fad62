import { z } from 'zod';
import { requireAnother } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { findLatestVerification, listVerifications } from '#domain/verification/find-verifications.ts';
import { readIdentity } from '#domain/verification/identity.ts';
import { settleLostVerification } from '#domain/verification/settle-verification.ts';
import { review, verificationOf } from '#workflows/musician-verification/contract.ts';
import { actingOn } from '../acting.ts';
import { askOrSettle } from '../ask-or-settle.ts';
import { vfine } from '../face.ts';
import { text, uuid } from '../inputs.ts';
import { uploadLinksOf } from '../link-uploads.ts';
import { IdentificationView, presentIdentification, State } from '../presenters/identification.ts';

/** Operators decide here or in the Temporal UI; the document has no endpoint for it. */
export const adminIdentificationRoutes = [
  vfine.list('GET /admin/identifications/', {
    summary: 'Applications to become a musician, longest waiting first; each look is audited',
    ours: true,
    auth: 'admin',
    changes: 'look',
    input: { query: z.object({ status: State.exactOptional() }) },
    item: IdentificationView,
    async handler(asked) {
      const { em, actor, query, window, request, ports } = asked;
      const { items, total } = await listVerifications(em, query.status, window);
      const views = [];
      for (const one of items) {
        const by = { actor: actor.uuid, requestId: request.id };
        const data = await readIdentity(em, ports.secrets, 'verification', one, by);
        views.push(presentIdentification(one, data, uploadLinksOf(asked, one.user.unwrap().uuid)));
      }
      return { items: views, total };
    },
  }),

  vfine.route('POST /admin/identifications/:uuid/review', {
    summary: "Approve or refuse a person's application; nobody decides their own",
    ours: true,
    auth: 'admin',
    flows: true,
    input: {
      params: z.object({ uuid }),
      body: z.object({ verdict: z.enum(['approve', 'refuse']), remark: text(500).nullish() }),
    },
    output: z.object({ status: State }),
    example: { status: 'APPROVED' },
    async handler(asked) {
      const { em, actor, params, body, flows, ports } = asked;
      const { verdict, remark } = body;
      const latest = await findLatestVerification(em, params.uuid);
      if (!latest) throw new DomainError('not_found', 'unknown_verification');
      requireAnother(actor.uuid, params.uuid);
      const said = { ...(remark && { remark }), ...actingOn(asked, `verification:${latest.id}`, verdict) };
      const status = await askOrSettle(
        em,
        () => flows.update(verificationOf(params.uuid), review, { verdict, ...said }),
        (own) => settleLostVerification(own, { verificationId: latest.id, event: verdict, ...said }, ports),
      );
      return { status };
    },
  }),
];
