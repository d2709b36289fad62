/** Whether a text shows nothing: only blanks, controls, and signs that are never drawn. */
export const isBlank = (text: string): boolean => !/[^\s\p{Cc}\p{Default_Ignorable_Code_Point}]/u.test(text);
