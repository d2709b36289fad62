/** Whether the database can hold a text as it is. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Text as the database can hold it, and no longer than `longest` characters. */
export const storable = (text: string, longest = Infinity): string =>
  text.replaceAll('\0', '').toWellFormed().slice(0, longest);
