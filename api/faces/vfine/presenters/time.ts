/** UTC with microseconds, as the document prints times: `2016-12-26T07:27:47.393000Z`. */
export const presentTime = (at: Date): string => at.toISOString().replace('Z', '000Z');
