/** A condition on a column that contains this text, in small or capital letters; `%` and `_` mean themselves. */
export const containing = (text: string): { $ilike: string } => ({
  $ilike: `%${text.replace(/[%_\\]/g, (sign) => `\\${sign}`)}%`,
});
