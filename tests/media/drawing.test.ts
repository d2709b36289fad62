import { join } from 'node:path';
import sharp from 'sharp';
import type { Caption, Transition } from '#domain/albums/film.plan.ts';
import { createPainter } from '#adapters/media/film/painter.ts';
import { flat, framesOf, move, noisy, planOf, size, workFolder, yuvAt } from './kit.ts';

const dir = workFolder();
const red = { r: 255, g: 0, b: 0 };
const blue = { r: 0, g: 0, b: 255 };
const still = { ...move, from: { zoom: 1, x: 0.5, y: 0.5 }, to: { zoom: 1, x: 0.5, y: 0.5 } };
const [middleX, middleY] = [size.width / 2, size.height / 2];

const caption: Caption = {
  text: '山居秋暝\n空山新雨后',
  start: 5,
  frames: 30,
  fade: 5,
  font: 'serif',
  size: 24,
  color: '#ffffff',
  vertical: false,
  x: 0.5,
  y: 0.5,
  anchor: 'center',
};

const nameOf = ([y, u, v]: [number, number, number]): string =>
  y < 30 && u < 140 && v < 140 ? 'dark' : v > 220 ? 'red' : u > 220 ? 'blue' : 'mixed';

const bright = (frame: Buffer): number =>
  frame.subarray(0, size.width * size.height).filter((tone) => tone > 200).length;

/** One frame of a dark film with a caption. */
async function shown(change: Partial<Caption>, frame = 20): Promise<Buffer> {
  const plan = planOf(['cut'], { captions: [{ ...caption, ...change }] });
  const pictures = [await flat(dir, 'dark.png', { r: 20, g: 30, b: 40 })];
  const [drawn = Buffer.alloc(0)] = await framesOf({ plan, from: frame, to: frame + 1, pictures });
  return drawn;
}

describe('pictures', () => {
  test('keep their colours: red is the red of BT.709', async () => {
    const plan = planOf(['cut']);
    const [frame = Buffer.alloc(0)] = await framesOf({
      plan,
      from: 7,
      to: 8,
      pictures: [await flat(dir, 'r.png', red)],
    });
    const wanted = [63, 102, 240];
    yuvAt(frame, 100, 100).forEach((tone, i) => expect(Math.abs(tone - (wanted[i] ?? 0))).toBeLessThanOrEqual(2));
  });

  test('move', async () => {
    const plan = planOf(['cut']);
    const frames = await framesOf({ plan, from: 0, to: 40, pictures: [await noisy(dir, 'n.jpg', 3)] });
    const differing = frames.slice(1).filter((frame, i) => !frame.equals(frames[i] ?? frame));
    expect(differing.length).toBe(39);
  });

  test('stand whole over a darker, blurred enlargement when they are mounted', async () => {
    const plan = planOf(['cut']);
    plan.shots.forEach((shot) => Object.assign(shot, { fit: 'matte', move: still }));
    const pictures = [await flat(dir, 'tall.png', red, 300, 600)];
    const [frame = Buffer.alloc(0)] = await framesOf({ plan, from: 0, to: 1, pictures });
    const [centre, edge] = [yuvAt(frame, middleX, middleY), yuvAt(frame, 10, middleY)];
    expect(centre[0]).toBeGreaterThan(60);
    expect(edge[0]).toBeGreaterThan(18);
    expect(edge[0]).toBeLessThan(centre[0] - 10);
    expect(edge[2]).toBeGreaterThan(140); // red as well
  });
});

describe('transitions', () => {
  const cases: [Transition['type'], Transition['towards'], [left: string, right: string]][] = [
    ['fade', undefined, ['mixed', 'mixed']],
    ['wipe', 'left', ['red', 'blue']],
    ['wipe', 'right', ['blue', 'red']],
    ['slide', 'left', ['red', 'blue']],
    ['slide', 'right', ['blue', 'red']],
    ['wipe', 'up', ['mixed', 'mixed']],
    ['slide', 'down', ['mixed', 'mixed']],
    ['dip', undefined, ['dark', 'dark']],
  ];
  test.each(cases)('%s towards %s happens', async (type, towards, [left, right]) => {
    const plan = planOf(['cut', type]);
    for (const shot of plan.shots) {
      shot.move = still;
      if (towards) shot.enter.towards = towards;
    }
    const pictures = [await flat(dir, 'a.png', red), await flat(dir, 'b.png', blue)];
    const frames = await framesOf({ plan, from: 0, to: plan.frames, pictures });
    const seen = (frame: number, x: number, y = middleY) => nameOf(yuvAt(frames[frame] ?? Buffer.alloc(0), x, y));

    expect([seen(29, 160), seen(40, 160)]).toEqual(['red', 'blue']);
    const half = 34 + (type === 'dip' ? 1 : 0);
    if (towards === 'up' || towards === 'down') {
      expect([seen(half, 160, 8), seen(half, 160, 170)]).toEqual(towards === 'up' ? ['red', 'blue'] : ['blue', 'red']);
    } else expect([seen(half, 20), seen(half, 300)]).toEqual([left, right]);
  });

  test('without a shot before them come out of black', async () => {
    const plan = planOf(['fade']);
    const [first = Buffer.alloc(0)] = await framesOf({
      plan,
      from: 0,
      to: 1,
      pictures: [await flat(dir, 'a2.png', red)],
    });
    expect(yuvAt(first, 10, 10)[0]).toBeLessThan(30);
  });
});

describe('captions', () => {
  test('are seen while they last, and fade', async () => {
    expect(bright(await shown({}))).toBeGreaterThan(200);
    expect(bright(await shown({}, 3))).toBe(0);
    expect(bright(await shown({}, 5))).toBe(0);
    expect(Math.max(...(await shown({}, 6)).subarray(0, 57_600))).toBeGreaterThan(60);
  });

  test('differ by their text: Chinese type is drawn, not boxes', async () => {
    const [one, two] = [await shown({ text: '明月' }), await shown({ text: '清泉' })];
    expect(bright(one)).toBeGreaterThan(50);
    expect(one.equals(two)).toBe(false);
  });

  test('run down in columns when they are vertical', async () => {
    const tall = await shown({ text: '明月松间照，', vertical: true });
    const rows = Array.from({ length: size.height }, (_, y) =>
      tall.subarray(y * 320, (y + 1) * 320).some((t) => t > 200),
    );
    const columns = Array.from({ length: 320 }, (_, x) => rows.some((_r, y) => (tall[y * 320 + x] ?? 0) > 200));
    expect(rows.filter(Boolean).length).toBeGreaterThan(90);
    expect(columns.filter(Boolean).length).toBeLessThan(40);
  });

  test('carry a red seal', async () => {
    const sealed = await shown({ seal: '王维', text: '流' });
    const reds = Array.from({ length: 160 * 90 }, (_, i) => sealed[320 * 180 * 1.25 + i] ?? 0).filter((v) => v > 180);
    expect(reds.length).toBeGreaterThan(20);
  });

  const odd: [string, Partial<Caption>][] = [
    ['markup is text', { text: '<b>&amp;</span> "x"' }],
    ['nothing but blanks', { text: ' \n　\n' }],
    ['control characters', { text: 'a\u0000\u001b[31m\u202eb' }],
    ['far more than fits', { text: Array(30).fill('很长很长的一行字，一直写到画面外面去了').join('\n'), size: 60 }],
    ['a column far too long', { text: '长'.repeat(200), vertical: true }],
    ['a corner beyond the frame', { x: 3, y: -2, anchor: 'topleft' }],
    ['an emoji', { text: '👨‍👩‍👧 好' }],
    ['a colour that is none', { color: 'red' }],
  ];
  test.each(odd)('bear what people write: %s', async (_name, change) => {
    expect((await shown(change)).length).toBe(size.width * size.height * 1.5);
  });

  test('show markup as it was typed', async () => {
    const [typed, plain] = [await shown({ text: '<b>x</b>' }), await shown({ text: 'x' })];
    expect(bright(typed)).toBeGreaterThan(2 * bright(plain));
  });
});

describe('a run of frames', () => {
  test('is the same drawn alone and as part of the whole', async () => {
    const plan = planOf(['cut', 'fade', 'wipe', 'slide', 'dip'], { captions: [{ ...caption, start: 30, frames: 80 }] });
    const pictures = await Promise.all([1, 2, 3, 4, 5].map((seed) => noisy(dir, `p${seed}.jpg`, seed)));
    const whole = await framesOf({ plan, from: 0, to: plan.frames, pictures });
    const paint = createPainter();
    for (const [from, to] of [
      [45, 106],
      [0, 45],
      [106, plan.frames],
    ] as const) {
      const part = await framesOf({ plan, from, to, pictures }, paint);
      expect(part.every((frame, i) => frame.equals(whole[from + i] ?? Buffer.alloc(0)))).toBe(true);
    }
  });

  test('changes its size with the plan', async () => {
    const paint = createPainter();
    const pictures = [await noisy(dir, 'q.jpg', 9)];
    for (const [width, height] of [
      [320, 180],
      [180, 320],
      [322, 182],
    ] as const) {
      const plan = planOf(['cut'], { width, height });
      const [frame] = await framesOf({ plan, from: 3, to: 4, pictures }, paint);
      expect(frame?.length).toBe(width * height * 1.5);
    }
  });

  test('does not confuse two files of one name', async () => {
    const paint = createPainter();
    const plan = planOf(['cut']);
    const file = join(dir, 'same.png');
    const tones: number[] = [];
    for (const color of [red, blue]) {
      await sharp({ create: { width: 64, height: 64, channels: 3, background: color } }).toFile(file);
      const [frame = Buffer.alloc(0)] = await framesOf({ plan, from: 0, to: 1, pictures: [file] }, paint);
      tones.push(yuvAt(frame, 9, 9)[2]);
    }
    expect(tones[0]).toBeGreaterThan(200);
    expect(tones[1]).toBeLessThan(130);
  });
});
