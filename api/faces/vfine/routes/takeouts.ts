import { z } from 'zod';
import { readPayee } from '#domain/payouts/payee.ts';
import { takeoutMachine } from '#domain/payouts/takeout.machine.ts';
import { findTakeout, listTakeouts } from '#domain/payouts/takeouts.ts';
import { takeout, withdraw } from '#workflows/takeout/contract.ts';
import { actingOn } from '../acting.ts';
import { vfine } from '../face.ts';
import { Nothing, uuid } from '../inputs.ts';
import { positiveFen, Yuan } from '../money.ts';
import { presentTakeout, TakeoutView } from '../presenters/takeout.ts';
import { withTakeoutProcess } from '../takeout-process.ts';

export const takeoutRoutes = [
  vfine.route('POST /takeout/', {
    summary: 'Ask to withdraw money: it is set aside until an administrator has decided',
    auth: 'musician',
    flows: true,
    input: { body: z.object({ money: Yuan }) },
    output: TakeoutView,
    refusals: { invalid_value: '金额不正确' },
    async handler({ em, actor, body, flows, newId, request: { id: requestId }, ports: { secrets } }) {
      const [takeoutId, fen] = [newId(), positiveFen(body.money)];
      await flows.begin(takeout, { takeoutId, userUuid: actor.uuid, fen });
      const row = await findTakeout(em, takeoutId, actor.uuid);
      return presentTakeout(row, await readPayee(em, secrets, row, { actor: actor.uuid, requestId }));
    },
  }),

  vfine.list('GET /takeout/', {
    summary: "The caller's withdrawals, newest first",
    auth: 'musician',
    input: { query: z.object({ status: z.union([z.literal(''), z.enum(takeoutMachine.states)]).default('') }) },
    item: TakeoutView,
    refusals: { invalid_value: '传入参数不规范' },
    async handler({ em, actor, query, window, request: { id: requestId }, ports: { secrets } }) {
      const asked = { userUuid: actor.uuid, status: query.status || undefined };
      const { items, total } = await listTakeouts(em, asked, window);
      const views = [];
      for (const one of items)
        views.push(presentTakeout(one, await readPayee(em, secrets, one, { actor: actor.uuid, requestId })));
      return { items: views, total };
    },
  }),

  vfine.route('DELETE /takeout/:uuid/', {
    summary: 'Take a request back that nobody has decided on; the money is free again',
    ours: true,
    auth: 'musician',
    flows: true,
    idempotent: 'required',
    input: { params: z.object({ uuid }) },
    status: 204,
    output: Nothing,
    async handler(asked) {
      const { em, actor, params, flows } = asked;
      const row = await findTakeout(em, params.uuid, actor.uuid);
      const said = actingOn(asked, `takeout:${row.id}`, 'withdraw');
      await withTakeoutProcess(flows, row, (id) => flows.update(id, withdraw, said));
    },
  }),
];
