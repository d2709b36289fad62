import type { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import { debtOf, debtsOf } from '#domain/ledger/balances.ts';
import { openPayee, readPayee } from '#domain/payouts/payee.ts';
import type { Takeout } from '#domain/payouts/takeout.entity.ts';
import { takeoutMachine } from '#domain/payouts/takeout.machine.ts';
import { requireAnother } from '#domain/shared/actor.ts';
import { isBlank } from '#domain/shared/blank.ts';
import { findTakeout, hasReturned, listTakeouts, returnTransfer } from '#domain/payouts/takeouts.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { confirm, review } from '#workflows/takeout/contract.ts';
import { actingOn } from '../acting.ts';
import { vfine } from '../face.ts';
import { text, uuid, visibleText } from '../inputs.ts';
import { AdminTakeoutView, presentAdminTakeout } from '../presenters/takeout.ts';
import { withTakeoutProcess } from '../takeout-process.ts';

const refusals = { invalid_value: '传入参数不规范' };
const sellerOf = ({ user }: Takeout): string => user.unwrap().uuid;

const present = async (em: EntityManager, row: Takeout, payee: Parameters<typeof presentAdminTakeout>[1]) =>
  presentAdminTakeout(row, payee, await debtOf(em, sellerOf(row)));

const params = z.object({ uuid });

export const adminTakeoutRoutes = [
  vfine.list('GET /admin/takeout/', {
    summary: 'Withdrawals with the tax and the whole card, newest first; each look is audited',
    auth: 'admin',
    changes: 'look',
    input: { query: z.object({ status: z.union([z.literal(''), z.enum(takeoutMachine.states)]).default('') }) },
    item: AdminTakeoutView,
    refusals,
    async handler({ em, actor, query, window, request: { id: requestId }, ports: { secrets } }) {
      const { items, total } = await listTakeouts(em, { status: query.status || undefined }, window);
      const debts = await debtsOf(em, items.map(sellerOf));
      const views = [];
      for (const one of items) {
        const payee = await readPayee(em, secrets, one, { actor: actor.uuid, requestId });
        views.push(presentAdminTakeout(one, payee, debts.get(sellerOf(one)) ?? 0));
      }
      return { items: views, total };
    },
  }),

  vfine.route('PUT /admin/takeout/:uuid/', {
    summary:
      'Approve a withdrawal (WAITING: it is transferred), refuse it (FAIL), or have its arrival looked for (SUCCESS)',
    description:
      'SUCCESS succeeds only where the provider says that the money has arrived; where it does not say in time, the answer is WAITING. Nobody approves a withdrawal of their own.',
    auth: 'admin',
    flows: true,
    input: {
      params,
      body: z.object({ status: z.enum(['WAITING', 'SUCCESS', 'FAIL']), remark: text(500).nullish() }),
    },
    output: AdminTakeoutView,
    refusals,
    async handler(asked) {
      const { em, actor, params, flows, request } = asked;
      const [id, { status, remark }, { secrets }] = [params.uuid, asked.body, asked.ports];
      const found = await findTakeout(em, id);
      if (status === 'FAIL' && isBlank(remark ?? '')) throw new DomainError('invalid', 'missing_body_field');
      if (status === 'SUCCESS') {
        await withTakeoutProcess(flows, found, (workflowId) => flows.update(workflowId, confirm));
        const row = await findTakeout(em, id);
        return present(em, row, await readPayee(em, secrets, row, { actor: actor.uuid, requestId: request.id }));
      }
      const verdict = status === 'WAITING' ? 'approve' : 'refuse';
      if (verdict === 'approve') requireAnother(actor.uuid, found.user.unwrap().uuid);
      const decision = { verdict, ...(remark && { remark }), ...actingOn(asked, `takeout:${id}`, verdict) };
      await withTakeoutProcess(flows, found, (workflowId) => flows.update(workflowId, review, decision));
      const row = await findTakeout(em, id);
      return present(em, row, openPayee(secrets, row)); // the verdict's own audit row names who reads this
    },
  }),

  vfine.route('POST /admin/takeout/:uuid/return', {
    summary: 'Book that a transfer which had arrived came back: sum and tax are the musician’s again',
    description: 'Succeeds only where the provider says that the money came back, and for nobody’s own withdrawal.',
    ours: true,
    auth: 'admin',
    withoutTransaction: true,
    idempotent: 'required',
    input: { params, body: z.strictObject({ remark: visibleText(500) }) },
    output: AdminTakeoutView,
    refusals,
    async handler({ em, actor, params: { uuid: id }, body, request: { id: requestId }, isRetry, ports }) {
      const { secrets, clock, payments } = ports;
      const by = { actor: actor.uuid, requestId };
      const takeout =
        isRetry && (await hasReturned(em, id, actor.uuid))
          ? await findTakeout(em, id)
          : await returnTransfer(em, payments, { id, remark: body.remark, at: clock.now() }, by);
      return present(em, takeout, openPayee(secrets, takeout)); // as above
    },
  }),
];
