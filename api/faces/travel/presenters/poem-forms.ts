import { html, type Html } from '#api/kernel/html.ts';

/** Field of a form: name, label, and either choices or a hint. */
interface Field {
  name: string;
  label: string;
  hint?: string;
  choices?: readonly (readonly [value: string, label: string])[];
}

const commonFields: readonly Field[] = [
  {
    name: 'length',
    label: '诗句长度',
    choices: [
      ['5', '五言'],
      ['7', '七言'],
    ],
  },
  {
    name: 'experience',
    label: '生活经历',
    choices: [
      ['1', '乡村生活'],
      ['0', '戎马生涯'],
      ['2', '其他'],
      ['-1', '不指定'],
    ],
  },
  {
    name: 'history',
    label: '历史背景',
    choices: [
      ['0', '盛世'],
      ['1', '乱世'],
      ['-1', '不指定'],
    ],
  },
];

const control = ({ name, hint = '', choices }: Field): Html =>
  choices
    ? html`<select name="${name}">
        ${choices.map(([value, label]) => html`<option value="${value}">${label}</option>`)}
      </select>`
    : html`<input name="${name}" placeholder="${hint}" required />`;

const form = (title: string, action: string, fields: readonly Field[]): string =>
  html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
      </head>
      <body>
        <h1>${title}</h1>
        <form method="post" action="${action}">
          ${[...fields, ...commonFields].map((field) => html`<p><label>${field.label} ${control(field)}</label></p>`)}
          <button>生成</button>
        </form>
      </body>
    </html>`.text;

const keyword: Field = { name: 'keyword', label: '关键词', hint: '春风' };

/** Test forms that post to the path they are served at. */
export const poemForm = (action: string): string => form('诗词生成', action, [keyword]);
export const pictureForm = (action: string): string =>
  form('看图写诗', action, [
    { ...keyword, hint: '晴' },
    { name: 'types', label: '物体', hint: 'seashore,sandbar,boathouse' },
    { name: 'values', label: '概率', hint: '0.8,0.1,0.05' },
  ]);
