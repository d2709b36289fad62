import { z } from 'zod';
import { defineFace } from '#api/kernel/face.ts';
import { DomainError, type ErrorKind } from '#domain/shared/errors.ts';
import { fault, texts } from './words.ts';

/** Statuses follow the HTTP reason; the document prints OK and UNAUTHORIZED. */
const answers: Record<ErrorKind, [code: number, status: string]> = {
  invalid: [400, 'BAD_REQUEST'],
  unauthenticated: [401, 'UNAUTHORIZED'],
  forbidden: [403, 'FORBIDDEN'],
  not_found: [404, 'NOT_FOUND'],
  conflict: [409, 'CONFLICT'],
  too_many: [429, 'TOO_MANY_REQUESTS'],
  unavailable: [429, 'ERROR'], // to be tried again later, like the one before
  bad_key: [400, 'BAD_REQUEST'],
  key_in_use: [409, 'CONFLICT'],
  key_reused: [422, 'UNPROCESSABLE_CONTENT'],
};

const refusalOf = (status: string, msg: string) => ({ status, msg, data: {} });
const ok = (data: z.ZodType) => z.object({ status: z.literal('OK'), msg: z.string(), data });

/** PIAXI answers `{status, msg, data}`, where `data` is `{}` when there is nothing. It pages nothing. */
export const piaxi = defineFace({
  name: 'piaxi',
  title: 'PIAXI',
  prefix: '/piaxi/api',
  printedPrefix: '/api',
  filesAt: '/piaxi/files',
  cookie: 'piaxi-session-id',
  cookiePath: '/',
  tokenHeader: 'piaxi-session-id',
  origins: ['https://servicewechat.com'], // the Referer of every mini program; no page of a browser can send it

  paging: { query: z.object({}), window: () => ({ offset: 0, limit: 500 }) },

  envelope: {
    one: ok,
    wrapOne: (data, msg = '') => ({ status: 'OK', msg, data }),
    many: (view) => ok(z.object({ items: z.array(view) })),
    wrapMany: ({ items }) => ({ status: 'OK', msg: '', data: { items } }),
  },

  misfit: () => new DomainError('invalid', 'invalid_input'),

  texts,
  refuse({ kind, message }, text = message) {
    const [code, status] = answers[kind];
    return { status: code, body: refusalOf(status, text) };
  },
  fault: () => ({ status: 500, body: refusalOf('ERROR', fault) }),
  wrongMethod: () => new DomainError('invalid', 'wrong_method'),
});
