import { html, type Html } from '#api/kernel/html.ts';
import type { Links } from '#api/kernel/links.ts';
import { hasRole, type Actor, type Role } from '#domain/shared/actor.ts';

interface Frame {
  link: Links['link'];
  title: string;
  operator?: Actor | undefined;
  token?: Html;
}

const sections: [path: string, name: string, role: Role][] = [
  ['/admin/posts', '帖子', 'manager'],
  ['/admin/comments', '评论', 'manager'],
  ['/admin/works', '作品', 'manager'],
  ['/admin/tasks', '任务', 'manager'],
  ['/admin/users', '用户', 'admin'],
  ['/admin/audit', '操作记录', 'admin'],
];

function menu({ link, title, operator, token }: Frame): Html {
  if (!operator) return html``;
  const items = sections
    .filter(([, , role]) => hasRole(operator, role))
    .map(([path, name]) =>
      name === title
        ? html`<a href="${link(path)}" aria-current="page">${name}</a>`
        : html`<a href="${link(path)}">${name}</a>`,
    );
  return html`<nav>
    <a class="home" href="${link('/admin/')}">旅行影集 · 后台</a>
    ${items}
    <form method="post" action="${link('/admin/logout')}">${token ?? ''}<button class="quiet">退出登录</button></form>
  </nav>`;
}

/** The frame of every page. */
export const layout = (frame: Frame, content: Html): string =>
  html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${frame.title} · 旅行影集后台</title>
        <link rel="stylesheet" href="${frame.link('/admin/style.css')}" />
      </head>
      <body>
        ${menu(frame)}
        <main>
          <h1>${frame.title}</h1>
          ${content}
        </main>
      </body>
    </html>`.text;
