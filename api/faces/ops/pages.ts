import type { RawAnswer } from '#api/kernel/declaration.ts';
import type { OutboxEntry } from '#domain/ports/outbox.ts';
import { html, type Html } from '#api/kernel/html.ts';

/** A page as an answer. Browsers tell the origin of a form only to those who let them refer: without it, it looks foreign. */
export const asPage = (body: string, status = 200): RawAnswer => ({
  status,
  type: 'text/html; charset=utf-8',
  body,
  headers: { 'Referrer-Policy': 'same-origin' },
});

/** Root-relative URL of a path of the face. */
export type LinkTo = (path: string) => string;

const page = (link: LinkTo, title: string, content: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} · Ensemble</title>
        <link rel="stylesheet" href="${link('/style.css')}" />
      </head>
      <body>
        <h1>${title}</h1>
        ${content}
      </body>
    </html>`.text;

/** What somebody sees who is not logged in; `problem` says why the last try failed. */
export const loginPage = (link: LinkTo, problem?: string): string =>
  page(
    link,
    'Operators',
    html`${problem === undefined ? '' : html`<p class="problem" role="alert">${problem}</p>`}
      <form method="post" action="${link('/login')}">
        <label>Name <input name="name" autocomplete="username" required autofocus /></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required /></label>
        <button>Log in</button>
      </form>`,
  );

/** Where an operator goes from here. */
export const homePage = (link: LinkTo, temporalUi: string | undefined): string =>
  page(
    link,
    'Operators',
    html`<ul>
        ${temporalUi === undefined ? '' : html`<li><a href="${temporalUi}">Temporal web UI</a>: processes, approvals</li>`}
        <li><a href="${link('/outbox')}">Outbox</a>: mail and text messages that were kept, not sent</li>
        <li><a href="/docs/">API documents</a></li>
        <li><a href="/readyz">Readiness</a></li>
      </ul>
      <form method="post" action="${link('/logout')}"><button>Log out</button></form>`,
  );

const row = ({ at, channel, to, subject, text }: OutboxEntry): Html =>
  html`<tr>
    <td><time datetime="${at.toISOString()}">${at.toISOString().slice(0, 19).replace('T', ' ')}</time></td>
    <td>${channel}</td>
    <td>${to}</td>
    <td>${subject}</td>
    <td><pre>${text}</pre></td>
  </tr>`;

/** The outbox as a table, newest first. */
export const outboxPage = (link: LinkTo, entries: readonly OutboxEntry[]): string =>
  page(
    link,
    'Outbox',
    html`<p><a href="${link('/')}">Operators</a></p>
      ${entries.length === 0 ? html`<p>Nothing was kept.</p>` : ''}
      <table>
        <thead>
          <tr>
            <th>UTC</th>
            <th>by</th>
            <th>to</th>
            <th>subject</th>
            <th>text</th>
          </tr>
        </thead>
        <tbody>
          ${entries.map(row)}
        </tbody>
      </table>`,
  );

export const style = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c2226; }
h1 { font-size: 1.4rem; }
label { display: block; margin: 0.5rem 0; }
input { display: block; font: inherit; padding: 0.3rem; width: 18rem; max-width: 100%; }
button { font: inherit; padding: 0.3rem 1rem; margin-top: 0.5rem; }
.problem { color: #a3161b; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem; border-bottom: 1px solid #d5dade; }
pre { margin: 0; white-space: pre-wrap; font: inherit; }
`;
