import { z } from 'zod';
import { DomainError } from '#domain/shared/errors.ts';
import { findLatestVerification, findStanding } from '#domain/verification/find-verifications.ts';
import { fitsCheckCharacter, idCardPattern } from '#domain/verification/id-card.ts';
import { sealIdentity } from '#domain/verification/identity.ts';
import { settleLostVerification } from '#domain/verification/settle-verification.ts';
import { musicianVerification, verificationOf, withdraw } from '#workflows/musician-verification/contract.ts';
import { actingOn } from '../acting.ts';
import { askOrSettle } from '../ask-or-settle.ts';
import { vfine } from '../face.ts';
import { Nothing, path, requiredText } from '../inputs.ts';
import { ownAccount } from '../own-account.ts';

const ApplicationBody = z.object({
  avatar: path,
  name: requiredText(64),
  occupations: z.array(requiredText(64)).min(1).max(20),
  id: z.string().regex(idCardPattern).meta({ description: 'number of the identity card' }),
  id_card_facade: path,
  id_card_obverse: path,
  music: path,
});

export const identificationRoutes = [
  vfine.route('PUT /mps/identification', {
    summary: 'Apply to become a musician',
    description:
      'Pictures of the card that were uploaded as `pics` move to `default`, where nobody but operators sees them; one that is in use as an avatar or for a work is refused.',
    auth: 'user',
    flows: true,
    input: { body: ApplicationBody },
    status: 204,
    output: Nothing,
    refusals: { action_already_done: '已经申请过了', already_running: '已经申请过了', invalid_value: '传入参数不规范' },
    async handler({ em, actor, body, flows, newId, ports: { secrets, settings } }) {
      const user = await ownAccount(em, actor);
      if (settings.idCardCheck && !fitsCheckCharacter(body.id)) throw new DomainError('invalid', 'invalid_value');
      if (user.type === 'MUSICIAN') throw new DomainError('conflict', 'action_already_done');
      const { name, id: idCard, id_card_facade: idCardFacade, id_card_obverse: idCardObverse, ...application } = body;
      const sealed = sealIdentity(secrets, user.uuid, { name, idCard, idCardFacade, idCardObverse });
      await flows.begin(musicianVerification, {
        ...application,
        ...sealed,
        verificationId: newId(),
        userUuid: user.uuid,
      });
    },
  }),

  vfine.route('GET /mps/identification', {
    summary: "Where the caller's application stands",
    auth: 'user',
    output: z.object({
      is_done: z.boolean().nullable().meta({ description: 'null: may apply, false: waits, true: musician' }),
    }),
    example: { is_done: false },
    handler: async ({ em, actor }) => ({ is_done: await findStanding(em, await ownAccount(em, actor)) }),
  }),

  vfine.route('DELETE /mps/identification', {
    summary: 'Withdraw the application that waits',
    ours: true,
    auth: 'user',
    flows: true,
    status: 204,
    output: Nothing,
    async handler(asked) {
      const { em, actor, flows, ports } = asked;
      const latest = await findLatestVerification(em, actor.uuid);
      if (!latest) throw new DomainError('not_found', 'unknown_verification');
      const said = actingOn(asked, `verification:${latest.id}`, 'withdraw');
      await askOrSettle(
        em,
        () => flows.update(verificationOf(actor.uuid), withdraw, said),
        (own) => settleLostVerification(own, { verificationId: latest.id, event: 'withdraw', ...said }, ports),
      );
    },
  }),
];
