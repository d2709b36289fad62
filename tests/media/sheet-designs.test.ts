import { loadFilmAssets } from '#adapters/assets.ts';
import { planSheet } from '#domain/albums/sheet-making.plan.ts';
import type { Frame } from '#domain/albums/sheet.plan.ts';
import { buildFacts } from '#tests/domain/albums/samples.ts';
import { flat, workFolder, type Color } from './kit.ts';
import { drawingIn, expectNear } from './sheet-kit.ts';

const dir = workFolder();
const { draw } = drawingIn(dir);
const { designs } = await loadFilmAssets();
const poem = { text: '谷水青苍翠\n天云碧玉盘\n人间山自在\n不是海中看', author: '', title: '', keywords: [] };
const stops = ['杭州', '绍兴', '宁波'].map((name, i) => ({ name, latitude: 30 - i / 9, longitude: 120 + i }));
const shapes: [number, number][] = [
  [48, 36],
  [36, 48],
  [40, 40],
  [160, 20],
  [20, 160],
];
const toneOf = (i: number): Color => ({ r: 30 + ((i * 53) % 200), g: 30 + ((i * 97) % 200), b: 30 + ((i * 31) % 200) });

/** Tiny pictures of one colour each, every shape there is, at three places. */
const album = (count: number) =>
  Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const [width, height] = shapes[i % shapes.length] ?? [1, 1];
      const stop = stops[Math.floor((i * stops.length) / count)];
      const { r, g, b } = toneOf(i);
      const facts = buildFacts({ width, height, colors: [{ rgb: [r, g, b], share: 1 }] });
      const file = await flat(dir, `${count}-${i}.png`, toneOf(i), width, height);
      return { file, picture: { facts, caption: i % 3 === 0 ? '说一句话。' : '', ...(stop && { stop }) } };
    }),
  );

const cases = [
  ...designs.map((design) => [design.id, 7, design] as const),
  ...designs.slice(0, 1).map((design) => [design.id, 1, design] as const),
  ...designs.slice(-1).map((design) => [design.id, 50, design] as const),
];

test.each(cases)('%s shows %d pictures where it was planned, each in its colour', async (id, count, design) => {
  const made = await album(count);
  const files = made.map(({ file }) => file);
  const pictures = made.map(({ picture }) => picture);
  const { sheet, cover } = planSheet({ title: '题目', description: '甲。\n乙。', pictures, poem, design });
  const { at, meta } = await draw(`${id}-${count}.jpg`, sheet, files);
  expect([meta.width, meta.height]).toEqual([sheet.width, sheet.height]);
  let top = 0;
  for (const { height, frames, marks } of sheet.blocks) {
    const probe = ({ x, y, width }: Frame): [number, number] => [x + Math.floor(width / 2), top + y + 12];
    if (marks.length === 0) for (const frame of frames) expectNear(at(...probe(frame)), toneOf(frame.picture));
    top += height;
  }
  const small = await draw(`${id}-${count}-cover.jpg`, cover, files);
  expect([small.meta.width, small.meta.height]).toEqual([cover.width, cover.height]);
});
