/** HTML that is safe to send: text in it has been escaped. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

type Part = string | Html | readonly Html[];

function render(part: Part): string {
  if (typeof part === 'string') return escape(part);
  return part instanceof Html ? part.text : part.map(({ text }) => text).join('');
}

/** Writes HTML; every value in it is escaped unless it is HTML itself. Values belong between tags or in quotes. */
export const html = (strings: TemplateStringsArray, ...values: readonly Part[]): Html =>
  new Html(String.raw({ raw: strings }, ...values.map(render)));
