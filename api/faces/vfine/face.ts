import { z } from 'zod';
import { defineFace } from '#api/kernel/face.ts';
import { DomainError, type ErrorKind } from '#domain/shared/errors.ts';
import { codeOf, texts } from './words.ts';

const mostPerPage = 100;
const lastPage = 10_000_000;

/** The document knows 400, 401 and 404 only; a wrong role and refused keys, which are ours, are the additions. */
const status: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 400,
  too_many: 400,
  unavailable: 400,
  bad_key: 400,
  key_in_use: 409,
  key_reused: 422,
};

function withPage(url: URL, page: number): string {
  const other = new URL(url);
  other.searchParams.set('page', String(page));
  return other.href;
}

const isMissing = ({ input, path }: z.core.$ZodIssue): boolean => path.length > 0 && input === undefined;

/** V.Fine answers with bare objects, counted pages and `{message, code}` refusals. */
export const vfine = defineFace({
  name: 'vfine',
  title: 'V.Fine',
  prefix: '/vfine/v1',
  printedPrefix: '/v1',
  cookie: 'vfine-session',

  paging: {
    query: z.object({
      page: z.coerce.number().int().min(1).default(1),
      page_size: z.coerce.number().int().min(1).default(10),
    }),
    window({ page, page_size }) {
      const limit = Math.min(page_size, mostPerPage);
      return { offset: (Math.min(page, lastPage) - 1) * limit, limit };
    },
  },

  envelope: {
    one: (view) => view,
    wrapOne: (view) => view,
    many: (view) =>
      z.object({
        count: z.int(),
        next: z.url().nullable(),
        previous: z.url().nullable(),
        results: z.array(view),
      }),
    wrapMany({ items, total }, { offset, limit }, url) {
      if (offset > 0 && offset >= total) throw new DomainError('not_found', 'no_such_page');
      const page = offset / limit + 1;
      return {
        count: total,
        next: offset + limit < total ? withPage(url, page + 1) : null,
        previous: page > 1 ? withPage(url, page - 1) : null,
        results: items,
      };
    },
  },

  misfit(part, issues) {
    if (part === 'params') return new DomainError('not_found', 'no_such_path');
    if (!issues.some(isMissing)) return new DomainError('invalid', 'invalid_value');
    return new DomainError('invalid', part === 'query' ? 'missing_query_params' : 'missing_body_field');
  },

  texts,
  refuse({ kind, code, message }, text = message) {
    const printed = codeOf(code);
    if (kind === 'not_found') {
      const named = code === 'object_not_found' && { message: text, code: printed }; // printed at one endpoint
      return { status: 404, body: { ...named, detail: 'Not found.' } };
    }
    return { status: status[kind], body: { message: text, ...(printed && { code: printed }) } };
  },
  fault: () => ({ status: 500, body: { message: 'Internal error.' } }),
  wrongMethod: () => new DomainError('invalid', 'unsupported'),
});
