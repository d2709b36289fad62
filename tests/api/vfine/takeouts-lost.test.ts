import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { User } from '#domain/accounts/user.entity.ts';
import { balanceOf } from '#domain/ledger/balances.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { loseAnswers } from '#tests/kit/keyed.ts';
import { equip, openTakeouts, paymentsOf, type Provider } from '#tests/kit/takeouts.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';
import { takeoutOf } from '#workflows/takeout/contract.ts';

// Withdrawals whose process was lost: terminated, or its history gone.
let world: Vfine;
const provider: Provider = { says: 'done' };
beforeAll(async () => {
  world = await buildVfine({ ports: { payments: paymentsOf(provider) } });
  openTakeouts(world, provider);
});
afterAll(() => world.close());

const at = '/vfine/v1';
async function earner(): Promise<User> {
  const user = await world.buildMusician();
  await equip({ orm: world.orm, secrets: world.ports.secrets }, user, 40_000);
  return user;
}
async function asked(user: User): Promise<string> {
  const reply = await world.call(user, `POST ${at}/takeout/`, { money: 100 });
  return (reply.body as { uuid: string }).uuid;
}
const decide = (who: User, uuid: string, body: object) =>
  world.call(who, `PUT ${at}/admin/takeout/${uuid}/`, { ...body });
const drop = (who: User, uuid: string) =>
  world.call(who, `DELETE ${at}/takeout/${uuid}/`, undefined, { 'idempotency-key': randomUUID() });
const balance = (user: User) => balanceOf(world.em(), user.uuid);
const lose = (uuid: string) => world.flows.end(takeoutOf(uuid));

test('one that waits for the decision is begun again by whoever asks', async () => {
  const [user, operator] = [await earner(), await world.buildOperator()];
  const [one, other] = [await asked(user), await asked(user)];
  lose(one);
  lose(other);
  expect(await decide(operator, one, { status: 'FAIL', remark: '资料不符' })).toMatchObject({
    body: { status: 'FAIL' },
  });
  expect(await drop(user, other)).toMatchObject({ status: 204 });
  expect(await balance(user)).toBe(40_000);
});

test('one that was approved goes on with the transfer, and is not decided again', async () => {
  const [user, operator] = [await earner(), await world.buildOperator()];
  const uuid = await asked(user);
  provider.says = 'dealing';
  await decide(operator, uuid, { status: 'WAITING' });
  lose(uuid);
  const late = { status: 400, body: { code: 'action_already_done' } };
  expect(await decide(operator, uuid, { status: 'FAIL', remark: 'x' })).toMatchObject(late);
  lose(uuid);
  provider.says = 'done';
  expect(await decide(operator, uuid, { status: 'SUCCESS' })).toMatchObject({ body: { status: 'SUCCESS' } });
  const begun = world.flows.begun.length;
  expect(await decide(operator, uuid, { status: 'WAITING' })).toMatchObject(late);
  expect(world.flows.begun).toHaveLength(begun);
});

test('a return that is booked is answered again where its first answer was lost, to nobody else', async () => {
  const [user, operator] = [await earner(), await world.buildOperator()];
  const [uuid, key] = [await asked(user), randomUUID()];
  provider.says = 'done';
  await decide(operator, uuid, { status: 'WAITING' });
  provider.says = 'failed';
  const book = (who: User) =>
    world.call(who, `POST ${at}/admin/takeout/${uuid}/return`, { remark: '退回' }, { 'idempotency-key': key });
  const first = await book(operator);
  expect(first).toMatchObject({ status: 200, body: { status: 'FAIL' } });
  await loseAnswers(world);
  expect(await book(operator)).toMatchObject({ status: 200, body: first.body });
  expect(await book(await world.buildOperator())).toMatchObject({ status: 400, body: { code: 'unsupported' } });
  expect(await balance(user)).toBe(40_000);
  expect(await world.em().count(Audit, { subject: `takeout:${uuid}`, action: 'takeout.bounce' })).toBe(1);
});
