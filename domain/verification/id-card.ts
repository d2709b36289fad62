const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/** What a card number looks like: 18 characters, 15 on the cards of the first generation. */
export const idCardPattern = /^(?:[\dxX]{15}|[\dxX]{18})$/;

/** The check character of GB 11643-1999; numbers of 15 digits have none. */
export function fitsCheckCharacter(card: string): boolean {
  if (card.length === 15) return /^\d{15}$/.test(card);
  if (!/^\d{17}[\dxX]$/.test(card)) return false;
  const sum = weights.reduce((total, weight, at) => total + weight * Number(card[at]), 0);
  return checkCharacters[sum % 11] === card[17]?.toUpperCase();
}

/** First four and last four characters, e.g. `1301**********1234`. */
export const maskCard = (card: string): string =>
  `${card.slice(0, 4)}${'*'.repeat(Math.max(0, card.length - 8))}${card.slice(-4)}`;
