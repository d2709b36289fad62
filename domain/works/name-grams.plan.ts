/** How a name is compared: without case and without the blanks around it. */
const foldName = (name: string): string => name.trim().toLowerCase();

/**
 * The characters of a text and the pairs of them within a word: what an index can look up of a name in any script, down to
 * a single character. Every part of a name has its grams among the name's; blanks and control characters have none.
 */
export function gramsOf(name: string): string[] {
  const grams = new Set<string>();
  for (const word of foldName(name).split(/[\s\p{C}]+/u)) {
    const characters = Array.from(word);
    for (const [i, character] of characters.entries()) {
      grams.add(character);
      if (i > 0) grams.add(`${characters[i - 1]}${character}`);
    }
  }
  return [...grams];
}
