import { z } from 'zod';
import type { Context, RawAnswer } from '#api/kernel/declaration.ts';
import { enterAsOperator } from '#domain/accounts/operators.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { isStorable } from '#domain/shared/storable.ts';
import { ops } from '../face.ts';
import { asPage, homePage, loginPage, style } from '../pages.ts';

const Login = z.object({ name: z.string().min(1).max(64).refine(isStorable), password: z.string().min(1).max(200) });
type Asked = Context<{ body: typeof Login }, 'none', false>;

const isForm = ({ request }: Pick<Asked, 'request'>): boolean => request.header('content-type').includes('form');
const json = (body: unknown): RawAnswer => ({ type: 'application/json', body: JSON.stringify(body) });
const goTo = (url: string): RawAnswer => ({ status: 303, headers: { Location: url } });

/** The Temporal UI under the host name this page was opened by: its requests carry the cookie only then. */
function temporalUi({ ports, request }: Pick<Asked, 'ports' | 'request'>): string | undefined {
  const origins = ports.settings.temporalUiOrigins;
  const [host] = request.header('host').split(':');
  return origins.find((origin) => new URL(origin).hostname === host) ?? origins[0];
}

/** Where operators come in and go out. */
export const accessRoutes = [
  ops.raw('GET /', {
    summary: 'Page of the operators: login, or where to go from here',
    ours: true,
    auth: 'none',
    type: 'text/html',
    handler: async ({ actor, link, ...asked }) =>
      asPage(actor?.realm === 'ops' ? homePage(link, temporalUi(asked)) : loginPage(link)),
  }),
  ops.raw('GET /style.css', {
    summary: 'Looks of these pages',
    ours: true,
    auth: 'none',
    type: 'text/css',
    handler: async () => ({ type: 'text/css', body: style, headers: { 'Cache-Control': 'max-age=3600' } }),
  }),
  ops.raw('POST /login', {
    summary: 'Log in, by form or JSON',
    description:
      'JSON answers `{token}`, to be sent as a bearer token; a form leads back to the page. Both set the cookie.',
    ours: true,
    auth: 'none',
    rate: 'login',
    input: { body: Login },
    type: 'application/json',
    async handler(asked) {
      const { em, ports, body, request } = asked;
      try {
        const token = await asked.session.open(await enterAsOperator(em, ports, { ...body, address: request.address }));
        return isForm(asked) ? goTo(asked.link('/')) : json({ token });
      } catch (error) {
        if (!(error instanceof DomainError) || !isForm(asked)) throw error;
        const { status } = ops.refuse(error, undefined);
        return asPage(loginPage(asked.link, ops.texts[error.code]), status);
      }
    },
  }),
  ops.raw('POST /logout', {
    summary: 'Log out',
    ours: true,
    auth: 'none',
    type: 'application/json',
    async handler(asked) {
      await asked.session.close();
      return isForm(asked) ? goTo(asked.link('/')) : json({});
    },
  }),
];
