import { loadFilmAssets } from '#adapters/assets.ts';
import type { SheetDesign } from '#domain/albums/design.plan.ts';
import { matchLook } from '#domain/albums/mood.plan.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';
import { sealRows } from '#domain/albums/seal.plan.ts';
import { chaptersOf, spanText, stopOf, stopsOf, type Stop } from '#domain/albums/sheet-chapters.plan.ts';
import { contrast, paletteOf } from '#domain/albums/sheet-colors.plan.ts';
import { rowsOf } from '#domain/albums/sheet-rows.plan.ts';
import { scaledSheet, type Frame } from '#domain/albums/sheet.plan.ts';
import { inCharacters } from '#domain/albums/text.plan.ts';
import { buildFacts } from './samples.ts';

const { designs } = await loadFilmAssets();
const hangzhou = { name: '杭州 · 西湖区', latitude: 30.25, longitude: 120.13 };
const zhoushan = { name: '舟山 · 普陀区', latitude: 29.95, longitude: 122.3 };

describe('rowsOf', () => {
  const room = { width: 1000, bleed: 0, gap: 10, rhythm: [1.4], density: 1 };
  const rows = (aspects: number[], more: Partial<typeof room> = {}) =>
    rowsOf(
      aspects.map((aspect, picture) => ({ picture, aspect, focus: { x: 0.5, y: 0.5 } })),
      { ...room, ...more },
    );
  const counts = (aspects: number[], more: Partial<typeof room> = {}) =>
    rows(aspects, more).map(({ frames }) => frames.length);

  test.each([
    ['landscapes alone', [1.5, 1.33, 1.5], {}, [1, 1, 1]],
    ['portraits in pairs', [0.75, 0.75, 0.75, 0.75], {}, [2, 2]],
    ['a portrait before a landscape alone', [0.75, 1.5], {}, [1, 1]],
    ['by turns', [1.5, 1.5, 1.5, 1.5], { rhythm: [1.4, 3] }, [1, 2, 1]],
    ['a panorama alone', [9, 1.5], {}, [1, 1]],
    ['never more than four', [0.6, 0.6, 0.6, 0.6, 0.6], { rhythm: [4] }, [4, 1]],
    ['denser', [1.5, 1.5, 1.5, 1.5], { density: 2 }, [2, 2]],
  ])('%s', (_name, aspects, more, expected) => {
    expect(counts(aspects, more)).toEqual(expected);
  });

  test('fills the width to the pixel, and cuts ribbons and towers', () => {
    for (const { frames } of rows([0.75, 0.8, 1.5, 0.01, 90], { rhythm: [1.6, 2.4] })) {
      expect(frames[0]?.x).toBe(0);
      const last = frames.at(-1);
      expect((last?.x ?? 0) + (last?.width ?? 0)).toBe(1000);
    }
    expect(rows([0.01])[0]?.height).toBe(1429);
    expect(rows([90])[0]?.height).toBe(250);
  });
});

const rgb = (hex: string): [number, number, number] =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as [number, number, number];

describe('paletteOf', () => {
  const colors: [string, PictureFacts['colors']][] = [
    ['red', [{ rgb: [200, 20, 20], share: 1 }]],
    ['green', [{ rgb: [30, 160, 60], share: 1 }]],
    [
      'blue',
      [
        { rgb: [20, 40, 220], share: 0.5 },
        { rgb: [10, 10, 10], share: 0.5 },
      ],
    ],
    ['yellow', [{ rgb: [250, 240, 10], share: 1 }]],
    ['grey', [{ rgb: [127, 127, 127], share: 1 }]],
    ['nothing', []],
  ];
  const tones = ['light', 'dark'] as const;

  test.each(colors.flatMap(([name, list]) => tones.map((tone) => [name, tone, list] as const)))(
    '%s on %s paper is legible and calm',
    (_name, tone, list) => {
      const palette = paletteOf([buildFacts({ colors: list })], { tone, chroma: 0.012 });
      for (const ground of [palette.paper, palette.tint])
        for (const word of [palette.ink, palette.soft, palette.accent])
          expect(contrast(rgb(word), rgb(ground))).toBeGreaterThan(4.45); // rounded to eight bits
      const [r, g, b] = rgb(palette.paper);
      expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(0.12);
    },
  );

  test('takes its hue and its swatches from the photographs', () => {
    const facts = [
      buildFacts({
        colors: [
          { rgb: [20, 40, 220], share: 0.7 },
          { rgb: [220, 220, 220], share: 0.3 },
        ],
      }),
    ];
    const { accent, swatches } = paletteOf(facts, { tone: 'light', chroma: 0.01 });
    const [r, , b] = rgb(accent);
    expect(b).toBeGreaterThan(r);
    expect(swatches).toEqual(['#dcdcdc', '#1428dc']);
  });
});

const at = (day: string, stop?: Stop) => ({
  facts: buildFacts(day === '' ? {} : { takenAt: `${day}T10:00:00` }),
  caption: '',
  ...(stop !== undefined && { stop }),
});

describe('chapters', () => {
  test('change with the day or the place, and take in what knows nothing', () => {
    const pictures = [at(''), at('2021-03-28'), at(''), at('2021-03-28', hangzhou), at(''), at('2021-03-29')];
    expect(chaptersOf(pictures).map(({ day, place, pictures }) => [day, place, pictures])).toEqual([
      ['', '', [0]],
      ['2021-03-28', '', [1, 2]],
      ['2021-03-28', '杭州 · 西湖区', [3, 4]],
      ['2021-03-29', '杭州 · 西湖区', [5]],
    ]);
  });

  test('are one where most pictures know nothing', () => {
    expect(chaptersOf([at('2021-03-28'), at(''), at('')])).toEqual([{ day: '', place: '', pictures: [0, 1, 2] }]);
  });

  test('stops are said once as long as one stays, and again when one comes back', () => {
    const pictures = [at('', hangzhou), at(''), at('', hangzhou), at('', zhoushan), at('', hangzhou)];
    expect(stopsOf(pictures).map(({ name }) => name.slice(0, 2))).toEqual(['杭州', '舟山', '杭州']);
  });

  test.each([
    ['杭州市', '西湖区', '杭州 · 西湖区'],
    ['北京市', '北京市', '北京'],
    ['济源市', '济源市', '济源'],
    ['大理白族自治州', '大理市', '大理白族自治州 · 大理市'],
  ])('a picture of %s, %s stops at %s', (city, county, name) => {
    const place = { latitude: 30, longitude: 120 };
    expect(stopOf(buildFacts({ place, where: { province: '', city, county } }))).toEqual({ ...place, name });
    expect(stopOf(buildFacts({ place }))).toBeUndefined();
  });

  test.each([
    [[''], ''],
    [['2021-03-08', ''], '2021年3月8日'],
    [['2021-03-30', '2021-03-28'], '2021年3月28日–30日'],
    [['2021-03-28', '2021-04-02'], '2021年3月28日–4月2日'],
    [['2020-12-31', '2021-01-01'], '2020年12月31日–2021年1月1日'],
  ])('%j is said as %s', (days, text) => {
    expect(spanText(days)).toBe(text);
  });
});

test.each([
  ['2021年3月28日–4月10日', '二〇二一年三月二十八日至四月十日'],
  ['11月20日', '十一月二十日'],
  ['共 0 张', '共 〇 张'],
])('%s in ideographs is %s', (text, expected) => {
  expect(inCharacters(text)).toBe(expected);
});

test.each([
  ['白', ['白']],
  ['李白', ['李', '白']],
  ['王之涣', ['涣王', '之']],
  ['王之涣印再', ['涣王', '印之']],
])('the seal of %s reads from the right', (name, rows) => {
  expect(sealRows(name)).toEqual(rows);
});

const frame = (x: number, width: number): Frame => ({
  picture: 0,
  x,
  y: 0,
  width,
  height: 101,
  focus: { x: 0.5, y: 0.5 },
});

test('a smaller sheet has neighbours that still touch', () => {
  const block = { height: 101, paper: '#ffffff', frames: [frame(0, 333), frame(333, 667)], marks: [] };
  const small = scaledSheet({ width: 1000, height: 101, blocks: [block] }, 0.333);
  const [a, b] = small.blocks.flatMap(({ frames }) => frames);
  expect((a?.x ?? 0) + (a?.width ?? 0)).toBe(b?.x);
  expect((b?.x ?? 0) + (b?.width ?? 0)).toBe(small.width);
});

const looks = (rgb: [number, number, number], brightness: number, size: [number, number] = [4, 3]) =>
  buildFacts({ width: size[0], height: size[1], colors: [{ rgb, share: 1 }], brightness });

describe('designs', () => {
  test.each<[string, number, PictureFacts]>([
    ['gallery', 4, looks([190, 192, 200], 0.75)],
    ['scroll', 16, looks([150, 138, 122], 0.5)],
    ['journal', 30, looks([90, 150, 190], 0.6)],
    ['night', 8, looks([40, 40, 80], 0.2)],
    ['mosaic', 40, looks([200, 120, 90], 0.6, [3, 4])],
  ])('%s is chosen for %d pictures that suit it', (id, count, facts) => {
    expect(
      matchLook(
        Array.from({ length: count }, () => facts),
        designs,
      ).id,
    ).toBe(id);
  });

  test('are at least four, and differ in how they begin and in how the poem stands', () => {
    const kinds = (of: (design: SheetDesign) => unknown) => new Set(designs.map(of)).size;
    expect(designs.length).toBeGreaterThanOrEqual(4);
    expect(kinds(({ title }) => title.layout)).toBe(4);
    expect(kinds(({ poem }) => poem.layout)).toBe(2);
    expect(kinds(({ paper }) => paper.tone)).toBe(2);
  });
});
