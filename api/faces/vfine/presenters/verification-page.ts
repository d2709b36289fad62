import { html, type Html } from '#api/kernel/html.ts';
import { statementOf } from '#domain/certificates/sign-certificate.ts';
import { statementRows } from '#domain/certificates/statement.plan.ts';
import type { Certificate } from '#domain/orders/certificate.entity.ts';

const style = new Map([
  [
    'body',
    'font: 16px/1.6 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #1c2226',
  ],
  ['h1', 'font-size: 1.4rem'],
  ['.standing', 'padding: 0.6rem 1rem; border-left: 5px solid #2f7d4f; background: #eef6f0; font-weight: 600'],
  ['.void, .unknown', 'border-color: #b3261e; background: #fbeeed'],
  ['table', 'border-collapse: collapse; width: 100%'],
  ['th, td', 'text-align: left; vertical-align: top; padding: 0.35rem 0.6rem; border-bottom: 1px solid #d5dade'],
  ['th', 'font-weight: 400; color: #5d676e; width: 7rem'],
  ['td', 'overflow-wrap: anywhere'],
  ['label', 'display: block; margin: 0.7rem 0'],
  ['input', 'display: block; font: inherit; padding: 0.35rem; width: 100%; box-sizing: border-box'],
  ['button', 'font: inherit; padding: 0.35rem 1.2rem'],
]);
const sheet = [...style].map(([selector, rules]) => `${selector} { ${rules} }`).join('\n');

const page = (content: Html): string =>
  html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="robots" content="noindex" />
        <title>授权证书验证 · V.Fine</title>
        <style>
          ${sheet}
        </style>
      </head>
      <body>
        <h1>V.Fine 音乐作品授权证书验证</h1>
        ${content}
      </body>
    </html>`.text;

const form = (action: string): Html =>
  html`<form method="get" action="${action}">
    <label>证书编号 <input name="number" maxlength="40" required /></label>
    <label>签名 <input name="signature" maxlength="200" required /></label>
    <button>验证</button>
  </form>`;

/** Where number and signature are asked for; `problem` says why the last pair proved nothing. */
export const askingPage = (action: string, problem?: string): string =>
  page(
    html`${problem === undefined ? '' : html`<p class="standing unknown" role="alert">${problem}</p>`} ${form(action)}`,
  );

/** What a certificate says and whether it counts. */
export function provenPage(certificate: Certificate): string {
  const { voidedAt } = certificate;
  const standing = voidedAt
    ? html`<p class="standing void" role="status">签名真实，但证书已于 ${voidedAt.toISOString()} 作废。</p>`
    : html`<p class="standing" role="status">签名真实，证书有效。</p>`;
  const rows = statementRows(statementOf(certificate)).map(
    ([label, value]) =>
      html`<tr>
        <th scope="row">${label}</th>
        <td>${value}</td>
      </tr>`,
  );
  return page(
    html`${standing}
      <table>
        <tbody>
          ${rows}
        </tbody>
      </table>`,
  );
}
