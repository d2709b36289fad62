import { z } from 'zod';
import { defineFace } from '#api/kernel/face.ts';
import { staffCookie } from '#api/kernel/staff.ts';
import { DomainError, type ErrorKind } from '#domain/shared/errors.ts';

const status: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_many: 429,
  unavailable: 503,
  bad_key: 400,
  key_in_use: 409,
  key_reused: 422,
};

/** The face of the people who run the platform: ours altogether, no document has it. */
export const ops = defineFace({
  name: 'ops',
  title: 'Operators',
  prefix: '/ops',
  printedPrefix: '',
  cookie: staffCookie,
  cookiePath: '/', // it counts at every face of the host

  paging: { query: z.object({}), window: () => ({ offset: 0, limit: 100 }) },
  envelope: {
    one: (view) => view,
    wrapOne: (view) => view,
    many: (view) => z.array(view),
    wrapMany: ({ items }) => items,
  },

  misfit: (part, issues) => new DomainError('invalid', `invalid_${part}`, z.prettifyError({ issues })),
  texts: {
    login_required: 'Log in at the operators’ page.',
    wrong_role: 'This needs an administrator.',
    no_such_path: 'There is nothing here.',
    wrong_login: 'Wrong name or password.',
    too_many_failures: 'Too many wrong passwords: wait a minute.',
    idempotency_key_missing: 'This needs the header Idempotency-Key.',
    idempotency_key_invalid: 'The Idempotency-Key is malformed.',
    idempotency_key_in_use: 'The first request with this key is still under way.',
    idempotency_key_reused: 'The key belongs to another request.',
    too_many_requests: 'Too many requests: wait a minute.',
  },
  refuse: ({ kind, code, message }, text = message) => ({ status: status[kind], body: { message: text, code } }),
  fault: () => ({ status: 500, body: { message: 'Internal error.', code: 'internal_error' } }),
  wrongMethod: (allowed) => new DomainError('invalid', 'wrong_method', `only ${allowed.join(', ')}`),
});
