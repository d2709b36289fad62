import { readdir, readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { faceModules } from '#api/faces.ts';
import { changes } from '#api/kernel/declaration.ts';
import type { Role } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { buildUser } from '#tests/kit/factories.ts';
import { buildWorld, type World } from '#tests/kit/world.ts';

let world: World;
beforeAll(async () => void (world = await buildWorld({ modules: faceModules })));
afterAll(() => world.close());

const writes = faceModules.flatMap(({ face, operations }) =>
  operations.filter(changes).map((operation) => {
    const path = operation.path.replace(/[:*]\w+/g, '1');
    const at = face.filesAt && path.startsWith('/files/') ? face.filesAt.slice(0, -'/files'.length) : face.prefix;
    // One that refuses in a shape of its own has no text of the face.
    return [`${operation.method} ${at}${path}`, operation.refuse ? '' : face.texts['idempotency_key_invalid']] as const;
  }),
);

test.each(writes)('%s reads the key', async (endpoint, text) => {
  const reply = await world.call(undefined, endpoint, undefined, { 'idempotency-key': 'no key' });
  expect(reply.status).toBe(400);
  expect(text).toBeDefined();
  expect(JSON.stringify(reply.body)).toContain(text);
});

describe.each(faceModules.map(({ face }) => [face.name, face] as const))('refused keys at %s', (_name, face) => {
  test.each([
    ['bad_key', 'idempotency_key_invalid', 400],
    ['bad_key', 'idempotency_key_missing', 400],
    ['key_in_use', 'idempotency_key_in_use', 409],
    ['key_reused', 'idempotency_key_reused', 422],
  ] as const)('%s %s', (kind, code, status) => {
    const { [code]: text } = face.texts;
    expect(text).toBeDefined();
    const answer = face.refuse(new DomainError(kind, code), text);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(text);
  });
});

const shapes: [
  face: 'travel' | 'piaxi' | 'vfine' | 'ops',
  roles: Role[],
  endpoint: string,
  one: object,
  other: object,
  body: object,
][] = [
  [
    'travel',
    [],
    'POST /travel/forum/post/new',
    { title: 'a', text: 'b', type: 1 },
    { title: 'c', text: 'd', type: 1 },
    { code: 422, msg: 'Idempotency-Key 已用于其他请求', data: null },
  ],
  [
    'piaxi',
    [],
    'POST /piaxi/api/invites',
    { code: 'aaaaaaaaaa' },
    { code: 'bbbbbbbbbb' },
    { status: 'UNPROCESSABLE_CONTENT', msg: 'Idempotency-Key 已用于其他请求', data: {} },
  ],
  [
    'vfine',
    [],
    'POST /vfine/v1/suggestions/',
    { username: 'a', text: 'b' },
    { username: 'a', text: 'c' },
    { message: 'Idempotency-Key 已用于其他请求', code: 'idempotency_key_reused' },
  ],
  [
    'ops',
    ['admin'],
    'POST /ops/codec/encode',
    { payloads: [] },
    { payloads: [{ data: 'YQ==' }] },
    { message: 'The key belongs to another request.', code: 'idempotency_key_reused' },
  ],
];
test.each(shapes)(
  '%s repeats an answer and refuses another request',
  async (realm, roles, endpoint, one, other, body) => {
    const user = await buildUser(world, { realm, roles });
    const ask = (given: object) => world.call(user, endpoint, { ...given }, { 'idempotency-key': `"${key}"` });
    const key = randomUUID();
    const [first, second] = [await ask(one), await ask(one)];
    expect(second).toMatchObject({ status: first.status, body: first.body });
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await ask(other)).toMatchObject({ status: 422, body });
  },
);

test('a route that begins processes names things by newId: a second try must find them', async () => {
  const root = new URL('../../../api/faces/', import.meta.url);
  const files = (await readdir(root, { recursive: true })).filter((file) => /routes\/.*\.ts$/.test(file));
  const offenders = [];
  for (const file of files) {
    const source = await readFile(new URL(file, root), 'utf8');
    if (source.includes('flows: true') && source.includes('randomUUID')) offenders.push(file);
  }
  expect(offenders).toEqual([]);
});
