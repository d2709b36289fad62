const eastEight = 8 * 3600_000; // ms ahead of UTC

/** `YYYY-MM-DD HH:MM:SS` at UTC+8, as the document prints times. */
export const presentTime = (at: Date): string =>
  new Date(at.getTime() + eastEight).toISOString().slice(0, 19).replace('T', ' ');
