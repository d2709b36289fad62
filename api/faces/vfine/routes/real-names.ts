import { z } from 'zod';
import { requireAnother } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { fitsCheckCharacter, idCardPattern } from '#domain/verification/id-card.ts';
import { openIdentity, readIdentity, sealIdentity } from '#domain/verification/identity.ts';
import { findRealName, listWaitingRealNames } from '#domain/verification/real-names.ts';
import { settleLostRealName } from '#domain/verification/settle-real-name.ts';
import { realNameOf, realNameVerification, review } from '#workflows/real-name-verification/contract.ts';
import { actingOn } from '../acting.ts';
import { askOrSettle } from '../ask-or-settle.ts';
import { vfine } from '../face.ts';
import { path, requiredText, uuid } from '../inputs.ts';
import { uploadLinksOf } from '../link-uploads.ts';
import { ownAccount } from '../own-account.ts';
import { presentRealName, presentWaiting, RealNameView, WaitingView } from '../presenters/real-name.ts';

const verdictOf = { SUCCESS: 'approve', FAIL: 'refuse' } as const;
const refusals = { invalid_value: '传入参数不规范' };
const unknown = () => new DomainError('not_found', 'unknown_real_name');

export const realNameRoutes = [
  vfine.route('GET /users/real_name/', {
    summary: "The caller's real-name request; each look is audited",
    auth: 'user',
    changes: 'look',
    output: RealNameView,
    async handler({ em, actor, request: { id: requestId }, ports: { secrets } }) {
      const request = await findRealName(em, (await ownAccount(em, actor)).uuid);
      if (!request) throw unknown();
      const by = { actor: actor.uuid, requestId };
      return presentRealName(request, await readIdentity(em, secrets, 'real-name', request, by));
    },
  }),

  vfine.route('POST /users/real_name/', {
    summary: 'Ask to be known by the real name',
    description:
      'Pictures of the card that were uploaded as `pics` move to `default`, where nobody but operators sees them; one that is in use as an avatar or for a work is refused.',
    auth: 'user',
    flows: true,
    input: {
      body: z.object({
        name: requiredText(64),
        id_card: z.string().regex(idCardPattern),
        id_card_facade: path,
        id_card_obverse: path,
      }),
    },
    output: RealNameView,
    refusals,
    async handler({ em, actor, body, flows, newId, ports: { secrets, settings } }) {
      const { uuid: userUuid } = await ownAccount(em, actor);
      if (settings.idCardCheck && !fitsCheckCharacter(body.id_card)) throw new DomainError('invalid', 'invalid_value');
      const data = {
        name: body.name,
        idCard: body.id_card,
        idCardFacade: body.id_card_facade,
        idCardObverse: body.id_card_obverse,
      };
      const sealed = sealIdentity(secrets, userUuid, data);
      await flows.begin(realNameVerification, { realNameId: newId(), userUuid, ...sealed });
      const request = await findRealName(em, userUuid);
      if (!request) throw unknown();
      return presentRealName(request, openIdentity(secrets, request));
    },
  }),

  vfine.route('PATCH /users/:uuid/real_name/', {
    summary: "Decide a person's real-name request; nobody decides their own",
    auth: 'admin',
    flows: true,
    input: { params: z.object({ uuid }), body: z.object({ status: z.enum(['SUCCESS', 'FAIL']) }) },
    output: RealNameView,
    refusals,
    async handler(asked) {
      const { em, actor, params, body, flows, ports } = asked;
      const request = await findRealName(em, params.uuid);
      if (!request) throw unknown();
      requireAnother(actor.uuid, params.uuid);
      const verdict = verdictOf[body.status];
      const said = actingOn(asked, `real-name:${request.id}`, verdict);
      await askOrSettle(
        em,
        () => flows.update(realNameOf(params.uuid), review, { verdict, ...said }),
        (own) => settleLostRealName(own, { realNameId: request.id, event: verdict, ...said }, ports),
      );
      await em.refresh(request);
      // The verdict's own audit row names who reads this.
      return presentRealName(request, openIdentity(ports.secrets, request));
    },
  }),

  vfine.list('GET /real_name/', {
    summary: 'Real-name requests that wait for a verdict, oldest first; each look is audited',
    auth: 'admin',
    changes: 'look',
    item: WaitingView,
    async handler(asked) {
      const { em, actor, window, request, ports } = asked;
      const { items, total } = await listWaitingRealNames(em, window);
      const views = [];
      for (const one of items) {
        const data = await readIdentity(em, ports.secrets, 'real-name', one, {
          actor: actor.uuid,
          requestId: request.id,
        });
        views.push(presentWaiting(one, data, uploadLinksOf(asked, one.user.unwrap().uuid)));
      }
      return { items: views, total };
    },
  }),
];
