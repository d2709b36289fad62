/** Text as the database can hold it, and no longer than `longest` characters. */
export const storable = (text: string, longest = Infinity): string =>
  text.replaceAll('\0', '').toWellFormed().slice(0, longest);
