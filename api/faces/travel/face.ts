import { z } from 'zod';
import { defineFace } from '#api/kernel/face.ts';
import { DomainError, type ErrorKind } from '#domain/shared/errors.ts';
import { done, fault, texts } from './words.ts';

const perPage = 10;
const refused = 403; // the document's answer to whatever a client can get wrong
/** Refused keys, which are ours. */
const keyStatus: Partial<Record<ErrorKind, number>> = { bad_key: 400, key_in_use: 409, key_reused: 422 };

const ok = (data: z.ZodType) => z.object({ code: z.literal(200), msg: z.string(), data });

/** Travel answers `{code, msg, data}`, where `code` is the HTTP status: 200, 403 or 500, and that of a refused key. */
export const travel = defineFace({
  name: 'travel',
  title: 'Travel',
  prefix: '/travel',
  printedPrefix: '',
  cookie: 'travel-session',
  changesByPost: true,

  paging: {
    query: z.object({ page: z.coerce.number().int().min(1).default(1) }),
    window: ({ page }) => ({ offset: (page - 1) * perPage, limit: perPage }),
  },

  envelope: {
    one: ok,
    wrapOne: (data, msg = done) => ({ code: 200, msg, data }),
    many: (view) => ok(z.array(view)),
    wrapMany: ({ items }) => ({ code: 200, msg: done, data: items }),
  },

  /** A schema of a path names the refusal it stands for. */
  misfit: (part, [issue]) =>
    part === 'params'
      ? new DomainError('not_found', issue?.message ?? '')
      : new DomainError('invalid', 'invalid_input'),

  texts,
  refuse({ kind, code, message }, text = message) {
    const status = keyStatus[kind] ?? refused;
    // Where somebody else's service failed, the document names the class of the failure.
    return {
      status,
      body: { code: status, msg: text, data: code.startsWith('unsent_by_') ? `${text}：${message}` : null },
    };
  },
  fault: () => ({ status: 500, body: { code: 500, msg: fault, data: null } }),
  wrongMethod: (allowed) => new DomainError('invalid', allowed.includes('GET') ? 'use_get' : 'use_post'),
});
