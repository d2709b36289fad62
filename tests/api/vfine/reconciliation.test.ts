import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { ReconciliationCase } from '#domain/reconciliation/reconciliation.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';
import { buildCase } from '#tests/kit/reconciliation.ts';

let world: Vfine;
beforeAll(async () => void (world = await buildVfine()));
afterAll(() => world.close());

const at = '/vfine/v1/admin/reconciliation';
const list = (who: User | undefined, query = '') => world.call(who, `GET ${at}/${query}`);
const resolve = (who: User | undefined, uuid: string, body: object = { remark: '手续费' }) =>
  world.call(who, `PUT ${at}/${uuid}/`, { ...body });

test('operators see what differs and say what it was, once', async () => {
  const operator = await world.buildOperator();
  const { id } = await buildCase(world);
  expect((await list(operator, '?status=OPEN')).body).toMatchObject({
    count: 1,
    results: [
      {
        uuid: id,
        day: '2026-01-01',
        kind: 'different_sum',
        ours: '5.00',
        theirs: '5.01',
        status: 'OPEN',
        remark: null,
      },
    ],
  });
  const reply = await resolve(operator, id);
  expect(reply).toMatchObject({
    status: 200,
    body: { status: 'RESOLVED', remark: '手续费', resolved_by: operator.uuid },
  });
  expect(await resolve(operator, id)).toMatchObject({ status: 400, body: { code: 'action_already_done' } });
  expect((await list(operator, '?status=OPEN')).body).toMatchObject({ count: 0 });
  expect(await world.em().find(Audit, { subject: `reconciliation:${id}` })).toMatchObject([
    { actor: operator.uuid, action: 'reconciliation.resolve', requestId: reply.headers.get('x-request-id') },
  ]);
});

test.each<[string, object, string]>([
  ['no remark', {}, 'missing_body_field'],
  ['an empty remark', { remark: '' }, 'invalid_value'],
  ['a remark that no row holds', { remark: 'a\0b' }, 'invalid_value'],
])('%s is refused and changes nothing', async (_name, body, code) => {
  const { id } = await buildCase(world);
  expect(await resolve(await world.buildOperator(), id, body)).toMatchObject({ status: 400, body: { code } });
  expect(await world.em().findOneOrFail(ReconciliationCase, id)).toMatchObject({ status: 'OPEN' });
});

test('finds nothing that is not there, and is for administrators', async () => {
  const { id } = await buildCase(world);
  expect(await resolve(await world.buildOperator(), randomUUID())).toMatchObject({ status: 404 });
  expect(await list(await world.buildOperator(), '?status=LOST')).toMatchObject({ status: 400 });
  for (const [who, status] of [
    [undefined, 401],
    [await world.buildUser(), 403],
    [await world.buildUser({ roles: ['manager'] }), 403],
  ] as const) {
    expect(await list(who)).toMatchObject({ status });
    expect(await resolve(who, id)).toMatchObject({ status });
  }
});
