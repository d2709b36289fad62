/** The colour of seal paste. */
export const vermilion = '#b0211c';

/** The rows of a seal of up to four characters: one or two below each other, more in two columns that are read from the right. */
export function sealRows(text: string): string[] {
  const characters = Array.from(text).slice(0, 4);
  if (characters.length <= 2) return characters;
  return [0, 1].map((row) => [characters[row + 2] ?? '', characters[row] ?? ''].join(''));
}
