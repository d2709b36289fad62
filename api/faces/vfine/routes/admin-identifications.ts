import { z } from 'zod';
import { requireAnother } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { recordLook } from '#domain/shared/record-audit.ts';
import { mapSlice } from '#domain/shared/slice.ts';
import { findLatestVerification, listVerifications } from '#domain/verification/find-verifications.ts';
import { cardPurpose } from '#domain/verification/id-card.ts';
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
    changes: true,
    input: { query: z.object({ status: State.exactOptional() }) },
    item: IdentificationView,
    async handler(asked) {
      const { em, actor, query, window, request, ports } = asked;
      const found = await listVerifications(em, query.status, window);
      for (const { id } of found.items)
        await recordLook(em, `verification:${id}`, { actor: actor.uuid, requestId: request.id });
      return mapSlice(found, (one) => {
        const card = ports.secrets.open(cardPurpose, one.sealedCard);
        return presentIdentification(one, card, uploadLinksOf(asked, one.user.unwrap().uuid));
      });
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
