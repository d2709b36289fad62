/** How a name is compared: without case and without the blanks around it. */
const foldName = (name: string): string => name.trim().toLowerCase();

/** A sign as its number: arrays of the database have signs of their own, such as commas and quotes. */
const numberOf = (sign: string): string => (sign.codePointAt(0) ?? 0).toString(16);

/**
 * The characters of a text and the pairs of them, as hexadecimal numbers: what an index can look up of a name in any
 * script, down to a single character. Every part of a name has its grams among the name's.
 */
export function gramsOf(name: string): string[] {
  const signs = Array.from(foldName(name), numberOf);
  return [...new Set([...signs, ...signs.slice(1).map((sign, i) => `${signs[i]}-${sign}`)])];
}
