import { loadFilmAssets } from '#adapters/assets.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';
import { planSheet } from '#domain/albums/sheet-making.plan.ts';
import { sheetWidth, tallestSheet, type Frame, type Mark, type Sheet } from '#domain/albums/sheet.plan.ts';
import { anyFacts, buildFacts } from './samples.ts';

const { designs } = await loadFilmAssets();
const byName = designs.map((design) => [design.id, design] as const);
const [plain] = designs;
if (plain === undefined) throw new Error('no design');

const poem = {
  text: '白日依山尽\n黄河入海流\n欲穷千里目\n更上一层楼',
  author: '王之涣',
  title: '登鹳雀楼',
  keywords: [],
};
const hangzhou = { name: '杭州 · 西湖区', latitude: 30.25, longitude: 120.13 };
const zhoushan = { name: '舟山 · 普陀区', latitude: 29.95, longitude: 122.3 };
const pictureOf = (facts: Partial<PictureFacts> = {}, more: object = {}) => ({
  facts: buildFacts(facts),
  caption: '',
  ...more,
});
const request = { title: '山野行记', description: '走出家门，看山。', pictures: [pictureOf()], poem, design: plain };

const framesOf = ({ blocks }: Sheet): Frame[] => blocks.flatMap(({ frames }) => frames);
const marksOf = ({ blocks }: Sheet): Mark[] => blocks.flatMap(({ marks }) => marks);
const textsOf = (sheet: Sheet): string[] =>
  marksOf(sheet).flatMap((mark) => (mark.kind === 'words' || mark.kind === 'column' ? [mark.text] : []));

/** What every sheet must be, whatever it shows. */
function expectSound(sheet: Sheet, pictures: number): void {
  expect(sheet.height).toBe(sheet.blocks.reduce((sum, { height }) => sum + height, 0));
  expect(sheet.height).toBeLessThanOrEqual(tallestSheet);
  expect(framesOf(sheet).map(({ picture }) => picture)).toEqual(Array.from({ length: pictures }, (_, i) => i));
  for (const { height, frames, marks } of sheet.blocks) {
    expect(Number.isInteger(height) && height > 0).toBe(true);
    for (const frame of frames) {
      for (const length of [frame.x, frame.y, frame.width, frame.height]) expect(Number.isInteger(length)).toBe(true);
      expect(Math.min(frame.width, frame.height)).toBeGreaterThan(0);
      expect(Math.min(frame.x, frame.y)).toBeGreaterThanOrEqual(0);
      expect(frame.x + frame.width).toBeLessThanOrEqual(sheet.width);
      expect(frame.y + frame.height).toBeLessThanOrEqual(height);
    }
    for (const mark of marks) if (mark.kind === 'words') expect(mark.y).toBeLessThan(height);
  }
}

describe('planSheet', () => {
  const cases = byName.flatMap(([id, design]) => [1, 2, 3, 7, 12, 50].map((count) => [id, count, design] as const));

  test.each(cases)('%s lays out %d pictures of any shape in order', (_id, count, design) => {
    const pictures = anyFacts(count, count + 7).map((facts) => ({ facts, caption: '' }));
    const { sheet, cover } = planSheet({ ...request, design, pictures });
    expectSound(sheet, count);
    expect([sheet.width, cover.width]).toEqual([sheetWidth, 540]);
    expect(framesOf(cover)).toHaveLength(1);
  });

  test.each(byName)('%s keeps words within the sheet and large enough for a phone', (_id, design) => {
    const pictures = Array.from({ length: 6 }, (_, i) =>
      pictureOf(
        { takenAt: `2021-03-2${i}T10:00:00` },
        { caption: '清晨的雾还没有散。'.repeat(4), stop: i < 3 ? hangzhou : zhoushan },
      ),
    );
    const title = '一个非常非常长的题目，长到没有一行放得下，也没有两行放得下它';
    const { sheet } = planSheet({ ...request, title, description: '一段话。'.repeat(60), design, pictures });
    for (const mark of marksOf(sheet)) {
      if (mark.kind !== 'words') continue;
      const length = Array.from(mark.text).length * (mark.size + mark.spacing);
      const half = Array.from(mark.text).filter((char) => /[\x20-\x7f]/.test(char)).length * mark.size * 0.44;
      const left = mark.x - { start: 0, middle: (length - half) / 2, end: length - half }[mark.anchor];
      expect(left).toBeGreaterThanOrEqual(0);
      expect(left + length - half).toBeLessThanOrEqual(sheetWidth + mark.size); // a stop may hang
      expect(mark.size).toBeGreaterThanOrEqual(26);
    }
  });

  test.each([
    ['too many tall pictures: more of them in a row', 80, { width: 3000, height: 4000 }, 1080],
    ['far too many: smaller', 3000, { width: 3000, height: 4000 }, undefined],
  ] as const)('never plans what no JPEG can hold: %s', (_name, count, facts, width) => {
    const { sheet } = planSheet({ ...request, pictures: Array.from({ length: count }, () => pictureOf(facts)) });
    expectSound(sheet, count);
    if (width === undefined) expect(sheet.width).toBeLessThan(1080);
    else expect(sheet.width).toBe(width);
  });

  test.each(byName)('%s needs neither words nor a poem', (_id, design) => {
    const { sheet, cover } = planSheet({ ...request, title: '', description: '', poem: undefined, design });
    expectSound(sheet, 1);
    expect(textsOf(sheet)).toEqual(['共 1 张']);
    expect(cover.blocks).toHaveLength(1);
  });

  test('says the same twice', () => {
    expect(planSheet(request)).toEqual(planSheet(request));
  });

  test('shows no day or place that no picture knows', () => {
    expect(textsOf(planSheet(request).sheet).join('')).not.toMatch(/年|月/);
  });

  test('begins each day and place with its name, and sketches the way between two places', () => {
    const pictures = [
      pictureOf({ takenAt: '2021-03-28T08:00:00' }, { stop: hangzhou }),
      pictureOf({}, {}),
      pictureOf({ takenAt: '2021-03-30T08:00:00' }, { stop: zhoushan }),
    ];
    const { sheet } = planSheet({ ...request, pictures });
    expect(textsOf(sheet)).toEqual(
      expect.arrayContaining(['杭州 · 西湖区', '2021年3月28日', '舟山 · 普陀区', '2021年3月30日', '1', '2']),
    );
    expect(marksOf(sheet).filter(({ kind }) => kind === 'curve')).toHaveLength(1);
    const alone = planSheet({ ...request, pictures: pictures.slice(0, 2) });
    expect(marksOf(alone.sheet).filter(({ kind }) => kind === 'curve')).toHaveLength(0);
  });

  test('keeps stops apart and inside the sheet, though they lie at one place', () => {
    const pictures = Array.from({ length: 9 }, (_, i) => pictureOf({}, { stop: { ...hangzhou, name: `第${i}站` } }));
    const dots = marksOf(planSheet({ ...request, pictures }).sheet).flatMap((mark) =>
      mark.kind === 'dot' && mark.radius === 21 ? [mark] : [],
    );
    expect(dots).toHaveLength(9);
    for (const [i, a] of dots.entries()) {
      expect(a.x > 21 && a.x < sheetWidth - 21).toBe(true);
      for (const b of dots.slice(i + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(42);
    }
  });

  test('sets a poem in columns from right to left, punctuation included where the design wants it', () => {
    const design = designs.find(({ poem: { layout, punctuation } }) => layout === 'columns' && punctuation);
    if (design === undefined) throw new Error('no design');
    const columns = marksOf(planSheet({ ...request, design }).sheet).flatMap((mark) =>
      mark.kind === 'column' ? [mark] : [],
    );
    const lines = columns.filter(({ text }) => /[，。]$/.test(text));
    expect(lines.map(({ text }) => text)).toEqual(['白日依山尽，', '黄河入海流。', '欲穷千里目，', '更上一层楼。']);
    expect(lines.map(({ x }) => x)).toEqual(lines.map(({ x }) => x).toSorted((a, b) => b - a));
  });

  test('spreads further paragraphs between the pictures', () => {
    const pictures = Array.from({ length: 8 }, () => pictureOf());
    const { sheet } = planSheet({ ...request, description: '甲。\n\n乙。\n丙。', pictures });
    const kinds = sheet.blocks.flatMap(({ frames, marks }) => [
      ...frames.map(() => 'picture'),
      ...marks.flatMap((mark) => (mark.kind === 'words' && /^[甲乙丙]。$/.test(mark.text) ? [mark.text] : [])),
    ]);
    expect(kinds.filter((kind) => kind !== 'picture')).toEqual(['甲。', '乙。', '丙。']);
    expect(kinds.indexOf('乙。')).toBeGreaterThan(kinds.indexOf('picture'));
    expect(kinds.lastIndexOf('picture')).toBeGreaterThan(kinds.indexOf('丙。'));
  });

  test('takes controls, direction marks and emoji out of what a user wrote', () => {
    const { sheet } = planSheet({ ...request, title: '山\u202e野\0🌊<b>', description: '' });
    expect(textsOf(sheet).join('')).toContain('山野<b>');
  });
});
