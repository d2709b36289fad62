import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { vfineFace } from '#api/faces/vfine/index.ts';
import { changes, type Access, type Operation } from '#api/kernel/declaration.ts';
import { User } from '#domain/accounts/user.entity.ts';
import type { Realm, Role } from '#domain/shared/actor.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { startAlipay, type Alipay } from '#tests/kit/alipay.ts';
import { fileScenes } from '#tests/kit/authorisation/files.ts';
import { moneyScenes } from '#tests/kit/authorisation/money.ts';
import { orderScenes } from '#tests/kit/authorisation/orders.ts';
import { peopleScenes } from '#tests/kit/authorisation/people.ts';
import { password, plain, type Scenes } from '#tests/kit/authorisation/scene.ts';
import { workScenes } from '#tests/kit/authorisation/works.ts';
import { callers, readTable, type Caller } from '#tests/kit/authorisation/table.ts';
import { openOrders, openPurchases } from '#tests/kit/shop.ts';
import { openTakeouts } from '#tests/kit/takeouts.ts';
import { buildUploads } from '#tests/kit/uploads.ts';
import type { Vfine } from '#tests/kit/vfine.ts';
import { unique } from '#tests/kit/world.ts';

let world: Vfine;
let alipay: Alipay;
let settled: () => Promise<unknown>;
let passwordHash: string;
beforeAll(async () => {
  alipay = await startAlipay();
  world = await buildUploads({ payments: alipay.payments });
  settled = openOrders(world);
  openPurchases(world);
  openTakeouts(world, { says: 'done' });
  passwordHash = await world.ports.passwords.hash(password);
});
afterAll(() => Promise.all([world.close(), alipay.close()]));

const table = readTable();
const cellsOf = (name: string): number[] => table.find(([row]) => row === name)?.[1] ?? [];
const groups: Scenes[] = [peopleScenes, workScenes, fileScenes, orderScenes, moneyScenes];
const scenes: Scenes = Object.assign({}, ...groups);
const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;
const operations = vfineFace.operations.map((operation) => [nameOf(operation), operation] as const);

/** Whose things are those of a musician. */
const ofMusician = (operation: Operation): boolean =>
  operation.auth === 'musician' || / \/works\/:/.test(nameOf(operation));

async function person(realm: Realm, { roles = [], type = 'Visitor' }: { roles?: Role[]; type?: string } = {}) {
  const em = world.em();
  const user = em.create(User, { uuid: randomUUID(), realm, uname: unique('u'), roles, type, passwordHash });
  await em.flush();
  return user;
}

async function callerOf(name: Caller, owner: User): Promise<User | undefined> {
  switch (name) {
    case 'anonymous':
      return undefined;
    case 'owner':
      return owner;
    case 'stranger':
      return person('vfine');
    case 'musician':
      return person('vfine', { type: 'MUSICIAN' });
    case 'other realm':
      return person('travel', { roles: ['admin'] });
    case 'manager':
    case 'admin':
      return person('ops', { roles: [name] });
  }
}

/** Asks for an operation as this caller, on things made for this request alone. */
async function ask(operation: Operation, name: Caller) {
  const owner = await person('vfine', ofMusician(operation) ? { type: 'MUSICIAN' } : {});
  const caller = await callerOf(name, owner);
  const scene = scenes[nameOf(operation)] ?? plain;
  const { params = {}, query, given, headers } = await scene({ world, owner, caller, alipay, settled });
  const path = operation.path.replace(/:(\w+)/g, (_, param: string) => String(params[param]));
  const search = query ? `?${new URLSearchParams(query).toString()}` : '';
  const reply = await world.call(caller, `${operation.method} /vfine/v1${path}${search}`, given, {
    ...(operation.idempotent && { 'idempotency-key': randomUUID() }),
    ...headers,
  });
  return { reply, caller };
}

/** What the declaration alone says of a caller; undefined where it lets them pass. */
function barred(auth: Access, caller: Caller): number | undefined {
  if (auth === 'none') return undefined;
  if (caller === 'anonymous' || caller === 'other realm') return 401;
  const passes: Partial<Record<Access, Caller[]>> = {
    musician: ['owner', 'musician'],
    manager: ['manager', 'admin'],
    admin: ['admin'],
  };
  return passes[auth]?.includes(caller) === false ? 403 : undefined;
}

test('every operation has a row and a scene, and there are no others', () => {
  const declared = operations.map(([name]) => name).toSorted();
  expect(table.map(([name]) => name).toSorted()).toEqual(declared);
  expect(groups.flatMap((group) => Object.keys(group)).toSorted()).toEqual(declared);
});

test.each(operations)('%s is declared as the table says', (name, { auth }) => {
  const cells = cellsOf(name);
  expect(cells).toHaveLength(callers.length);
  for (const [at, caller] of callers.entries()) {
    const status = barred(auth, caller);
    if (status === undefined) expect([401, ...(auth === 'user' ? [] : [403])]).not.toContain(cells[at]);
    else expect(cells[at]).toBe(status);
  }
});

test.each(operations)('%s answers each caller as the table says', async (name, operation) => {
  const statuses: number[] = [];
  for (const caller of callers) statuses.push((await ask(operation, caller)).reply.status);
  expect(Object.fromEntries(callers.map((caller, at) => [caller, statuses[at]]))).toEqual(
    Object.fromEntries(callers.map((caller, at) => [caller, cellsOf(name)[at]])),
  );
});

const acts = operations.filter(([, operation]) => changes(operation) && ['manager', 'admin'].includes(operation.auth));
test.each(acts)('%s leaves a trace of who did what, with the request', async (_name, operation) => {
  const { reply, caller } = await ask(operation, 'admin');
  const requestId = reply.headers.get('x-request-id');
  const traces = await world.em().find(Audit, { actor: caller?.uuid ?? '', requestId });
  if (operation.method !== 'GET') expect(traces).toHaveLength(1);
  expect(traces).not.toEqual([]); // a list leaves one for each that was looked at
  for (const { subject } of traces) expect(subject).toMatch(/^[a-z-]+:[\w-]+$/);
});
