import { z } from 'zod';
import { html, type Html } from '#api/kernel/html.ts';
import { enterAsOperator } from '#domain/accounts/operators.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import { isStorable } from '#domain/shared/storable.ts';
import { travel } from '../face.ts';
import { auditOf, documented, formFields, goTo, office, page, requireToken } from './door.ts';
import { countEverything } from './overview.ts';
import { style } from './style.ts';

const short = z.string().max(200).refine(isStorable).default('');
const Login = z.object({ name: short, password: short, ...formFields });

const problems: Record<string, string> = {
  wrong_login: '用户名或密码错误。',
  too_many_failures: '密码错误次数过多，请一分钟后再试。',
  bad_token: '页面已失效，请重新登录。',
};

const door = (action: string, token: Html, problem?: string): Html =>
  html`<form class="door" method="post" action="${action}">
    ${problem === undefined ? '' : html`<p class="problem" role="alert">${problem}</p>`} ${token}
    <label>用户名 <input name="name" autocomplete="username" required autofocus /></label>
    <label>密码 <input name="password" type="password" autocomplete="current-password" required /></label>
    <button>登录</button>
  </form>`;

/** Where operators come into the back office and leave it. */
export const accessRoutes = [
  travel.raw('GET /admin/', {
    ...documented,
    summary: 'Back office: login, or what there is to look after',
    auth: 'none',
    rate: 'captcha',
    async handler(asked) {
      const { actor, em, link } = asked;
      if (!actor) return page(asked, '登录', (token) => door(link('/admin/'), token));
      const overview = await countEverything(em, link, actor);
      return page(asked, '概览', () => overview);
    },
  }),

  travel.raw('POST /admin/', {
    ...documented,
    summary: 'Log in as an operator',
    auth: 'none',
    rate: 'login',
    input: { body: Login },
    async handler(asked) {
      const { em, ports, session, link, request, body } = asked;
      try {
        requireToken(asked, body.csrf);
        const operator = await enterAsOperator(em, ports, { ...body, address: request.address });
        await session.open(operator);
        const entered = { action: 'office.enter', subject: `operator:${operator.id}` };
        await recordAudit(em, auditOf({ actor: operator.asActor(), request }, entered));
        return goTo(link('/admin/'));
      } catch (error) {
        const problem = error instanceof DomainError ? problems[error.code] : undefined;
        if (problem === undefined) throw error;
        return { ...(await page(asked, '登录', (token) => door(link('/admin/'), token, problem))), status: 403 };
      }
    },
  }),

  travel.raw('POST /admin/logout', {
    ...office,
    summary: 'Leave the back office',
    auth: 'none',
    input: { body: z.object(formFields) },
    async handler(asked) {
      requireToken(asked, asked.body.csrf);
      await asked.session.close();
      return goTo(asked.link('/admin/'));
    },
  }),

  travel.raw('GET /admin/style.css', {
    ...office,
    summary: 'Looks of the back office',
    auth: 'none',
    type: 'text/css',
    handler: async () => ({ type: 'text/css', body: style, headers: { 'Cache-Control': 'max-age=3600' } }),
  }),
];
