import type { Defect } from '../plant.ts';

/** Who may do what, and how often it happens. */
export const access: readonly Defect[] = [
  {
    name: 'anybody may give back orders',
    file: 'api/faces/vfine/routes/admin-refunds.ts',
    find: "    auth: 'admin',\n    idempotent: 'required',\n    flows: true,\n    input: {\n",
    put: "    auth: 'user',\n    idempotent: 'required',\n    flows: true,\n    input: {\n",
    tests: ['tests/api/vfine/refunds.test.ts'],
  },
  {
    name: 'a manager may do what only an administrator may',
    file: 'domain/shared/actor.ts',
    find: "actor.roles.includes(role) || actor.roles.includes('admin')",
    put: 'actor.roles.length > 0',
    tests: ['tests/api/vfine/refunds.test.ts'],
  },
  {
    name: 'anybody sees the orders of others',
    file: 'domain/orders/find-orders.ts',
    find: 'findOne(Order, { id, buyer }',
    put: 'findOne(Order, { id }',
    tests: ['tests/api/vfine/orders.test.ts'],
  },
  {
    name: 'a key answers another request than its own',
    file: 'domain/idempotency/keyed-requests.ts',
    find: 'if (own && own.fingerprint !== fingerprint) throw reused();',
    put: '',
    tests: ['tests/api/kernel/idempotency.test.ts'],
  },
  {
    name: 'a key answers another account',
    file: 'api/kernel/idempotency.ts',
    find: 'idOf(`account:${actor.uuid}`)',
    put: "idOf('account')",
    tests: ['tests/api/kernel/idempotency.test.ts'],
  },
  {
    name: 'of two requests under one key at once both are carried out',
    file: 'domain/idempotency/keyed-requests.ts',
    find: "if (!(await lockName(em, 'pg_try_advisory_xact_lock', id))) throw inUse();",
    put: "await lockName(em, 'pg_try_advisory_xact_lock', id);",
    tests: ['tests/api/kernel/idempotency.test.ts'],
  },
  {
    name: 'a second try begins another process',
    file: 'api/kernel/admit.ts',
    find: 'by ? idsFrom(ports.secrets, by.name) : () => randomUUID() as string',
    put: '() => randomUUID() as string',
    tests: ['tests/api/kernel/idempotency-processes.test.ts'],
  },
  {
    name: 'a request id that somebody brings hides a second look',
    file: 'domain/shared/record-audit.ts',
    find: 'const { eventKey = randomUUID(), ...done } = act;',
    put: 'const { eventKey = `${act.subject}:${act.action}:${act.requestId}`, ...done } = act;',
    tests: ['tests/api/vfine/request-ids.test.ts'],
  },
];
