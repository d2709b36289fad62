import { z } from 'zod';
import type { Context, Endpoint, Inputs, RawAnswer } from '#api/kernel/declaration.ts';
import { html, type Html } from '#api/kernel/html.ts';
import type { Links } from '#api/kernel/links.ts';
import type { Role } from '#domain/shared/actor.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { recordAudit } from '#domain/shared/record-audit.ts';
import { travel } from '../face.ts';
import { layout } from './layout.ts';

type Asked = Pick<Context<Inputs, 'none', boolean>, 'link' | 'actor' | 'session' | 'ports'>;

/** What every page and act of the back office declares: operators come in, whoever uses the face does not. */
export const documented = { staff: true, type: 'text/html', refuse } as const;
/** The document knows the door only. */
export const office = { ...documented, ours: true } as const;

const texts: Record<string, string> = {
  wrong_role: '您没有执行此操作的权限。',
  bad_token: '页面已失效，请返回并重试。',
  cross_site: '不允许跨站请求。',
  too_many_requests: '操作过于频繁，请稍后再试。',
  idempotency_key_in_use: '相同的请求正在处理中。',
  idempotency_key_reused: '幂等键已用于其他请求。',
};
const status: Partial<Record<DomainError['kind'], number>> = {
  forbidden: 403,
  not_found: 404,
  too_many: 429,
  key_in_use: 409,
  key_reused: 422,
};

const asPage = (body: string, code = 200): RawAnswer => ({
  status: code,
  type: 'text/html; charset=utf-8',
  body,
  headers: { 'Referrer-Policy': 'same-origin' }, // a form must say where it comes from
});

const goTo = (url: string): RawAnswer => ({ status: 303, headers: { Location: url } });

/** Whoever is not logged in is shown the door; other refusals are pages. */
function refuse({ kind, code }: DomainError, { link }: Pick<Links, 'link'>): RawAnswer {
  if (kind === 'unauthenticated') return goTo(link('/admin/'));
  const text = texts[code] ?? (kind === 'not_found' ? '找不到此内容，可能已被删除。' : '参数无效。');
  const back = html`<p class="problem" role="alert">${text}</p>
    <p><a href="${link('/admin/')}">返回后台首页</a></p>`;
  return asPage(layout({ link, title: '无法完成' }, back), status[kind] ?? 400);
}

/** Bound to the session of who is shown a form: another page cannot know it. */
const tokenOf = (ports: Asked['ports'], session: string): string => ports.secrets.digest('csrf', session);

/** A page for an operator; `content` puts the token into each of its forms. */
export async function page(
  { link, actor, session, ports }: Asked,
  title: string,
  content: (token: Html) => Html,
): Promise<RawAnswer> {
  const token = html`<input type="hidden" name="csrf" value="${tokenOf(ports, await session.hold())}" />`;
  return asPage(layout({ link, title, operator: actor, token }, content(token)));
}

/** Refuses `bad_token` where a form was not made by us for this session. */
export function requireToken({ session, ports }: Pick<Asked, 'session' | 'ports'>, given: string): void {
  if (!session.current || given !== tokenOf(ports, session.current.id)) throw new DomainError('forbidden', 'bad_token');
}

export const formFields = { csrf: z.string().max(100).default(''), back: z.string().max(1000).default('') };
const Id = z.object({
  id: z
    .string()
    .regex(/^\d{1,9}$/, 'no_such_path')
    .transform(Number),
});

type Act<B extends z.ZodRawShape, F> = Context<
  { params: typeof Id; body: z.ZodObject<B & typeof formFields> },
  Role,
  F
>;
export interface Deed {
  action: string;
  subject: string;
  before?: string;
  after?: string;
}

/** Who did what, written in the transaction that does it. */
export const auditOf = (
  { actor, request }: Pick<Context<Inputs, Role, false>, 'actor'> & { request: { id: string } },
  deed: Deed,
) => ({
  ...deed,
  realm: actor.realm,
  actor: actor.uuid,
  requestId: request.id,
});

/** An act on one thing of a list: checks the token, leaves an audit row, and leads back to the list. */
export const act = <B extends z.ZodRawShape>(
  endpoint: Endpoint,
  of: { summary: string; auth: Role; body: B; list: string; perform(asked: Act<B, false>): Promise<Deed> },
) =>
  travel.raw(endpoint, {
    ...office,
    summary: of.summary,
    auth: of.auth,
    input: { params: Id, body: z.object({ ...formFields, ...of.body }) },
    async handler(asked) {
      const { csrf, back } = asked.body as z.output<z.ZodObject<typeof formFields>>;
      requireToken(asked, csrf);
      await recordAudit(asked.em, auditOf(asked, await of.perform(asked as Act<B, false>)));
      return leadBack(asked, of.list, back);
    },
  });

/** Back to the same part of the list; only its query comes from the form. */
export const leadBack = ({ link }: Pick<Asked, 'link'>, list: string, back: string): RawAnswer =>
  goTo(`${link(list)}?${new URLSearchParams(back).toString()}`);

export { goTo, Id };
