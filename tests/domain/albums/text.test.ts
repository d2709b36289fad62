import { cleanText, widthOf, wrapText } from '#domain/albums/text.plan.ts';

describe('cleanText', () => {
  test.each([
    ['  山野\n行记\t', '山野 行记'],
    ['a\u202eb\u200bc\u0000d\ufeff', 'abcd'],
    ['春天🌸🇨🇳👨‍👩‍👧!', '春天!'],
    ['1️⃣ 第一天 #3*', '1 第一天 #3*'],
    ['e\u0301te\u0301', 'été'],
    ['\ud800山', '山'],
  ])('makes %j into %j', (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });
});

describe('wrapText', () => {
  test('breaks between ideographs and behind spaces, never before a closing mark', () => {
    expect(wrapText('走出家门，看山看水', 4, 9)).toEqual(['走出家门，', '看山看水']);
    expect(wrapText('One day in the mountains', 8, 9)).toEqual(['One day in the', 'mountains']);
  });

  test('cuts what does not fit and says so', () => {
    const [first = '', second = '', ...more] = wrapText('春'.repeat(50), 10, 2);
    expect(more).toEqual([]);
    expect(first).toBe('春'.repeat(10));
    expect(second).toBe(`${'春'.repeat(9)}…`);
    expect(wrapText('x'.repeat(100), 10, 1)[0]?.endsWith('…')).toBe(true);
  });

  test('keeps every line within its width, and loses nothing while there is room', () => {
    const text = '2021年春天 we walked，走了很远很远的路 to Hangzhou西湖边看雨';
    const lines = wrapText(text, 9, 99);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(10);
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  });
});
