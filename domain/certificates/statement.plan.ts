/** What a licence certificate says. */
export interface Statement {
  number: string;
  /** When it was issued. */
  at: Date;
  licensee: string;
  work: { uuid: string; name: string };
  /** Who holds the copyright. */
  owner: string;
  purpose: string;
  channel: string;
  /** Yuan with two places. */
  price: string;
  order: string;
}

/** What every licence of the shop grants, whatever was bought; its text says so. */
export const terms = { term: '自签发之日起永久有效', territory: '全球', kind: '非独家使用许可' } as const;

export const statementTitle = 'V.Fine 音乐作品授权证书';
/** Of the form of the text: a signature counts for the text as it was. */
const version = 1;

/** One line, whatever the value holds: what could begin another line, or hide, is escaped as in JSON. */
const line = (value: string): string =>
  value
    .normalize('NFC')
    .replace(/[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) =>
      sign === '\\' ? '\\\\' : `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
    );

/** The rows of a certificate in the order they are signed in, each value one line: text, paper and page show the same. */
export function statementRows(statement: Statement): [label: string, value: string][] {
  const rows: [string, string][] = [
    ['证书编号', statement.number],
    ['签发时间', statement.at.toISOString()],
    ['被授权方', statement.licensee],
    ['作品名称', statement.work.name],
    ['作品标识', statement.work.uuid],
    ['著作权人', statement.owner],
    ['授权性质', terms.kind],
    ['授权用途', statement.purpose],
    ['使用渠道', statement.channel],
    ['授权期限', terms.term],
    ['授权区域', terms.territory],
    ['授权费用', `人民币 ${statement.price} 元`],
    ['订单标识', statement.order],
  ];
  return rows.map(([label, value]) => [label, line(value)]);
}

/** The text that is signed: the same for the same certificate, for ever. UTF-8, one row a line, each ended by a line feed. */
export const statementText = (statement: Statement): string =>
  [`${statementTitle} v${version}`, ...statementRows(statement).map((row) => row.join(': ')), ''].join('\n');
