import { describe, expect, test } from '@jest/globals';
import { statementText, type Statement } from '#domain/certificates/statement.plan.ts';

const statement: Statement = {
  number: 'VF-20261127-0001',
  at: new Date('2026-11-27T05:04:03.002Z'),
  licensee: '可口可乐',
  work: { uuid: '4e6e9b9c-5df0-4c0c-8b8e-0a2f6d2c7a11', name: '夜航' },
  owner: 'eigenTunes亦听',
  purpose: '广告/宣传片',
  channel: '全渠道投放',
  price: '500.00',
  order: '1f0c6f0e-7c55-4d0a-9a4f-55d7f3d8a001',
};

describe('the text of a certificate', () => {
  // A signature counts for these very bytes: a change needs another version beside this one.
  test('never changes', () => {
    expect(statementText(statement)).toBe(
      `V.Fine 音乐作品授权证书 v1
证书编号: VF-20261127-0001
签发时间: 2026-11-27T05:04:03.002Z
被授权方: 可口可乐
作品名称: 夜航
作品标识: 4e6e9b9c-5df0-4c0c-8b8e-0a2f6d2c7a11
著作权人: eigenTunes亦听
授权性质: 非独家使用许可
授权用途: 广告/宣传片
使用渠道: 全渠道投放
授权期限: 自签发之日起永久有效
授权区域: 全球
授权费用: 人民币 500.00 元
订单标识: 1f0c6f0e-7c55-4d0a-9a4f-55d7f3d8a001
`,
    );
  });

  test.each([
    ['a line feed', '可口\n授权区域: 火星', '可口\\u000a授权区域: 火星'],
    ['a backslash', 'a\\u000a', 'a\\\\u000a'],
    ['a line separator', 'a\u2028b', 'a\\u2028b'],
    ['a sign that turns the direction', 'a\u202eb', 'a\\u202eb'],
  ])('keeps %s of a name within its line', (_name, licensee, shown) => {
    const text = statementText({ ...statement, licensee });
    expect(text.split('\n')).toHaveLength(15);
    expect(text).toContain(`被授权方: ${shown}\n`);
  });

  test('is the same for a name however its accents are composed', () => {
    expect(statementText({ ...statement, owner: 'Beyoncé' })).toBe(
      statementText({ ...statement, owner: 'Beyonce\u0301' }),
    );
  });
});
