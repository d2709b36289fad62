/** How a name is compared: without case and without the blanks around it. */
const foldName = (name: string): string => name.trim().toLowerCase();

/**
 * The characters of a text and the pairs of them: what an index can look up of a name in any script, down to a single
 * character. Every part of a name has its grams among the name's.
 */
export function gramsOf(name: string): string[] {
  const characters = Array.from(foldName(name));
  return [...new Set([...characters, ...characters.slice(1).map((character, i) => `${characters[i]}${character}`)])];
}
