/** An answer of the gateway before it is signed. */
export interface Said {
  code: string;
  msg: string;
  sub_code?: string;
  sub_msg?: string;
  [field: string]: string | undefined;
}

export type BizContent = Record<string, unknown>;

const messages: Record<string, string> = {
  '10000': 'Success',
  '20000': 'Service Currently Unavailable',
  '40001': 'Missing Required Arguments',
  '40002': 'Invalid Arguments',
  '40004': 'Business Failed',
};

/** An answer with its code, the reason where it is a refusal, and further fields. */
export const said = (code: string, subCode?: string, fields: Record<string, string> = {}): Said => ({
  code,
  msg: messages[code] ?? '',
  ...(subCode && { sub_code: subCode, sub_msg: subCode }),
  ...fields,
});
