import { join } from 'node:path';
import sharp from 'sharp';
import type { Mark } from '#domain/albums/sheet.plan.ts';
import { flat, workFolder } from './kit.ts';
import { block, drawingIn, expectNear, frame, paper, paperColor, sheetOf, tones } from './sheet-kit.ts';

const dir = workFolder();
const { draw } = drawingIn(dir);

describe('drawSheet', () => {
  const shapes: [string, { width: number; height: number; orientation?: number }][] = [
    ['a panorama', { width: 6000, height: 300 }],
    ['a ribbon', { width: 9000, height: 3 }],
    ['a tower', { width: 3, height: 9000 }],
    ['one pixel', { width: 1, height: 1 }],
    ['a tiny one', { width: 20, height: 16 }],
    ['a turned one', { width: 300, height: 400, orientation: 6 }],
    ['a mirrored one', { width: 400, height: 300, orientation: 5 }],
  ];
  test.each(shapes)('fills its frame with %s', async (name, { width, height, orientation }) => {
    const file = join(dir, `shape-${name}.jpg`);
    const picture = sharp({ create: { width, height, channels: 3, background: tones[1] ?? paper } }).jpeg();
    await (orientation === undefined ? picture : picture.withMetadata({ orientation })).toFile(file);
    const { at } = await draw('shape.jpg', sheetOf([block(200, { frames: [frame(0)] })]), [file]);
    for (const [x, y] of [
      [1, 1],
      [268, 1],
      [1, 198],
      [268, 198],
    ] as const)
      expectNear(at(x, y), tones[1] ?? paperColor);
  });

  test('keeps the focus of a picture that is cut, upright by its EXIF', async () => {
    const halves = await sharp({ create: { width: 800, height: 200, channels: 3, background: tones[0] ?? paper } })
      .composite([
        {
          input: { create: { width: 400, height: 200, channels: 3, background: tones[2] ?? paper } },
          left: 400,
          top: 0,
        },
      ])
      .png()
      .toBuffer();
    const turned = join(dir, 'turned.jpg');
    await sharp(halves).rotate(270).withMetadata({ orientation: 6 }).jpeg().toFile(turned);
    const blocks = [0.1, 0.9].map((x) => block(200, { frames: [frame(0, { width: 200, focus: { x, y: 0.5 } })] }));
    const { at } = await draw('focus.jpg', sheetOf(blocks), [turned]);
    expectNear(at(100, 100), tones[0] ?? paperColor, 12);
    expectNear(at(100, 300), tones[2] ?? paperColor, 12);
  });

  const marks: [string, Mark, [number, number]][] = [
    [
      'words',
      {
        kind: 'words',
        text: '国国国',
        x: 135,
        y: 120,
        size: 60,
        spacing: 0,
        font: 'serif',
        weight: 'strong',
        color: '#000000',
        anchor: 'middle',
      },
      [135, 98],
    ],
    [
      'a column',
      {
        kind: 'column',
        text: '国，',
        x: 135,
        y: 20,
        size: 90,
        pitch: 100,
        font: 'sans',
        weight: 'regular',
        color: '#000000',
      },
      [135, 70],
    ],
    ['a box', { kind: 'box', x: 100, y: 80, width: 60, height: 40, radius: 4, color: '#000000' }, [130, 100]],
    ['a dot', { kind: 'dot', x: 130, y: 100, radius: 20, color: '#000000' }, [130, 100]],
    ['a line', { kind: 'line', x1: 0, y1: 100, x2: 270, y2: 100, width: 8, color: '#000000' }, [130, 100]],
    [
      'a curve',
      {
        kind: 'curve',
        points: [
          { x: 10, y: 100 },
          { x: 130, y: 100 },
          { x: 250, y: 100 },
        ],
        width: 8,
        color: '#000000',
        dash: 0,
      },
      [60, 100],
    ],
    ['a seal', { kind: 'seal', text: '王之涣印', x: 100, y: 60, side: 80 }, [103, 100]],
    ['a shade', { kind: 'shade', y: 0, height: 200 }, [135, 195]],
  ];
  test.each(marks)('draws %s on paper and over a picture', async (_name, mark, [x, y]) => {
    const white = await flat(dir, 'white.png', { r: 255, g: 255, b: 255 });
    const { at } = await draw(
      'mark.jpg',
      sheetOf([block(200, { marks: [mark] }), block(200, { marks: [mark], frames: [frame(0)] })]),
      [white],
    );
    const dark = (left: number, top: number): number => {
      let least = 255;
      for (let dy = -12; dy <= 12; dy++)
        for (let dx = -2; dx <= 2; dx++) least = Math.min(least, at(left + dx, Math.min(399, top + dy))[2]);
      return least;
    };
    expect(dark(x, y)).toBeLessThan(140);
    expect(dark(x, y + 200)).toBeLessThan(140);
    expectNear(at(1, 1), paperColor, 12);
  });
});
