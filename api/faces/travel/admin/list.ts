import { z } from 'zod';
import { html, type Html } from '#api/kernel/html.ts';
import type { Links } from '#api/kernel/links.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import { isStorable } from '#domain/shared/storable.ts';

const perPage = 20;

/** What a list is asked for; what makes no sense is left out rather than refused: people type these. */
export const ListQuery = z.object({
  q: z
    .string()
    .max(100)
    .refine(isStorable)
    .transform((text) => text.trim())
    .catch(''),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
});
type Query = z.output<typeof ListQuery>;

export const windowOf = ({ page }: Query): Window => ({ offset: (page - 1) * perPage, limit: perPage });

const queryOf = ({ q, page }: Query): string =>
  new URLSearchParams({ ...(q && { q }), ...(page > 1 && { page: String(page) }) }).toString();

/** A button that does something to the thing of a row. */
export interface Button {
  label: string;
  action: string;
  fields?: Record<string, string>;
  /** Input fields of its own. */
  own?: Html;
  isAlarm?: boolean;
}

interface List<T> {
  link: Links['link'];
  path: string;
  query: Query;
  token: Html;
  found: Slice<T>;
  heads: readonly string[];
  cells(item: NoInfer<T>): Html[];
  buttons?(item: NoInfer<T>): Button[];
  /** What may be searched for; none where the list cannot be. */
  hint?: string;
}

function formOf({ link, query, token }: List<unknown>, { label, action, fields = {}, own, isAlarm }: Button): Html {
  const hidden = Object.entries({ ...fields, back: queryOf(query) }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  const button = isAlarm ? html`<button class="alarm">${label}</button>` : html`<button>${label}</button>`;
  return html`<form method="post" action="${link(action)}">${token}${hidden}${own ?? ''}${button}</form>`;
}

function pages({ link, path, query, found }: List<unknown>): Html {
  const last = Math.max(1, Math.ceil(found.total / perPage));
  const to = (page: number, name: string) => html`<a href="${link(path)}?${queryOf({ ...query, page })}">${name}</a>`;
  if (last === 1 && query.page === 1) return html``;
  return html`<div class="pages">
    ${query.page > 1 ? to(query.page - 1, '上一页') : ''}
    <span>第 ${String(query.page)} / ${String(last)} 页</span>
    ${query.page < last ? to(query.page + 1, '下一页') : ''}
  </div>`;
}

const bar = ({ link, path, query, found, hint }: List<unknown>): Html =>
  html`<div class="bar">
    ${
      hint === undefined
        ? ''
        : html`<form method="get" action="${link(path)}" class="bar" role="search">
            <input name="q" value="${query.q}" placeholder="${hint}" aria-label="${hint}" size="28" /><button>
              搜索
            </button>
          </form>`
    }
    <span class="total">共 ${String(found.total)} 条</span>
  </div>`;

/** A list as a table: search, rows with their buttons, pages. */
export function listOf<T>(list: List<T>): Html {
  const { heads, found, cells, buttons } = list;
  const rows = found.items.map(
    (item) =>
      html`<tr>
        ${cells(item)}${buttons ? html`<td>${buttons(item).map((button) => formOf(list as List<unknown>, button))}</td>` : ''}
      </tr>`,
  );
  const head = [...heads, ...(buttons ? ['操作'] : [])].map((name) => html`<th>${name}</th>`);
  const table =
    rows.length === 0
      ? html`<p class="empty">没有内容</p>`
      : html`<table>
          <thead>
            <tr>
              ${head}
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>`;
  return html`${bar(list)}${table}${pages(list)}`;
}

/** Cells of the usual kinds. */
export const number = (value: number): Html => html`<td class="number">${String(value)}</td>`;
export const time = (value: string): Html => html`<td class="time">${value}</td>`;
export const text = (value: string, below = ''): Html =>
  html`<td class="text">${value}${below ? html`<small>${below}</small>` : ''}</td>`;
export const marks = (...all: (readonly [name: string, isAlarm?: boolean] | false)[]): Html =>
  html`<td>
    ${all.map((one) => (one === false ? html`` : html`<span class="mark ${one[1] ? 'alarm' : ''}">${one[0]}</span>`))}
  </td>`;
