/** Marks that have a form of their own in vertical writing. */
const verticalForms: Record<string, string> = {
  '，': '︐',
  '、': '︑',
  '。': '︒',
  '：': '︓',
  '；': '︔',
  '！': '︕',
  '？': '︖',
  '…': '︙',
  '—': '︱',
  '（': '︵',
  '）': '︶',
  '《': '︽',
  '》': '︾',
  '〈': '︿',
  '〉': '﹀',
  '「': '﹁',
  '」': '﹂',
  '『': '﹃',
  '』': '﹄',
  '“': '﹃',
  '”': '﹄',
  '‘': '﹁',
  '’': '﹂',
};

const unprintable = /[^\P{C}\n]/gu;
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** User text inside of Pango's markup or SVG: no markup of its own, nothing unprintable. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll(unprintable, '').replaceAll(/[&<>]/g, (mark) => escapes[mark] ?? '');

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

export const charactersOf = (line: string): string[] => Array.from(graphemes.segment(line), ({ segment }) => segment);

/** A character as vertical writing has it. */
export const uprightForm = (character: string): string => verticalForms[character] ?? character;
