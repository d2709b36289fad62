// Controls, format characters (direction marks, zero-width joiners) and unassigned code points.
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]|\p{Variation_Selector}/gu;
const pictographs = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u20e3/gu;
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/u;
const neverFirst = /^[，。、；：？！）》」』”’…,.;:?!)]/u;

/** Text as it can be set in type: one paragraph, no controls, no direction marks, no emoji (the fonts have none). */
export const cleanText = (text: string): string =>
  text.normalize('NFC').replaceAll(/\s+/gu, ' ').replaceAll(unseen, '').replaceAll(pictographs, '').trim();

/** Rough width in em: an ideograph is one, other letters about half. */
export const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, char) => sum + (wide.test(char) ? 1 : 0.56), 0);

/** Breaks text into at most `lines` lines of at most `em` width; what does not fit ends in an ellipsis. */
export function wrapText(text: string, em: number, lines: number): string[] {
  const out: string[] = [];
  let line = '';
  for (const word of wordsOf(text, em)) {
    const isFull = line !== '' && widthOf((line + word).trimEnd()) > em && !neverFirst.test(word);
    if (isFull) {
      out.push(line.trimEnd());
      line = word.trimStart();
    } else line += word;
  }
  if (line.trim() !== '') out.push(line.trimEnd());
  if (out.length <= lines) return out;
  const kept = out.slice(0, lines);
  return kept.map((one, i) => (i < lines - 1 ? one : `${cutTo(one, em - 1)}…`));
}

/** Where a line may break: between ideographs and behind spaces; a foreign word too long for a line is cut. */
function wordsOf(text: string, em: number): string[] {
  const words =
    text.match(/[\p{Script=Han}\u3000-\u30ff\uff01-\uff60]|[^\s\p{Script=Han}\u3000-\u30ff\uff01-\uff60]+\s*|\s+/gu) ??
    [];
  return words.flatMap((word) => (widthOf(word) <= em ? [word] : Array.from(word)));
}

const cutTo = (text: string, em: number): string => {
  let out = '';
  for (const char of text) {
    if (widthOf(out + char) > em) break;
    out += char;
  }
  return out;
};

const numerals = Array.from('〇一二三四五六七八九');

/** 28 as 二十八, 2021 as 二〇二一. */
function numeral(digits: string): string {
  const value = Number(digits);
  if (digits.length > 2 || value < 10) return Array.from(digits, (digit) => numerals[Number(digit)] ?? '').join('');
  const tens = Math.floor(value / 10);
  return `${tens > 1 ? numerals[tens] : ''}十${value % 10 > 0 ? numerals[value % 10] : ''}`;
}

/** Numbers in ideographs, as vertical writing wants them: 2021年3月28日 becomes 二〇二一年三月二十八日. */
export const inCharacters = (text: string): string => text.replaceAll(/\d+/gu, numeral).replaceAll('–', '至');
