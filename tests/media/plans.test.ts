import { coverFrame } from '#domain/albums/cover.plan.ts';
import type { View } from '#domain/albums/film.plan.ts';
import { cutSegments } from '#domain/albums/segments.plan.ts';
import { momentOf, opacityOf, shotsWithin } from '#domain/albums/screen.plan.ts';
import { reachOf, windowAt } from '#adapters/media/film/camera.ts';
import { planOf, size } from './kit.ts';

const long = planOf(Array.from({ length: 40 }, (_, i) => (i === 0 ? 'cut' : i % 3 === 0 ? 'wipe' : 'fade')));

const at = (zoom: number, x: number, y: number): View => ({ zoom, x, y });

describe('segments', () => {
  test.each([30, 100, 250, 400, 5000])('of about %d frames cover the film without gap or overlap', (length) => {
    const segments = cutSegments(long, length);
    expect(segments[0]?.from).toBe(0);
    expect(segments.at(-1)?.to).toBe(long.frames);
    segments.forEach(({ index, from, to }, i) => {
      expect([index, from]).toEqual([i, i === 0 ? 0 : segments[i - 1]?.to]);
      expect(to).toBeGreaterThan(from);
    });
  });

  test('are cut where one picture stands alone on both sides', () => {
    for (const { from } of cutSegments(long, 100).slice(1)) {
      for (const frame of [from - 1, from]) {
        expect(momentOf(long, frame).entering).toBeUndefined();
        expect(momentOf(long, frame).shot).toBe(momentOf(long, from).shot);
      }
    }
  });

  test('are few when nothing stands still', () => {
    const restless = planOf(['cut', 'fade', 'fade']);
    for (const shot of restless.shots) shot.enter.frames = shot.start === 0 ? 0 : 30;
    restless.shots.forEach((shot, i) => (shot.start = i * 10));
    expect(cutSegments(restless, 5).length).toBeLessThanOrEqual(3);
  });
});

describe('a moment', () => {
  const plan = planOf(['cut', 'fade', 'wipe']);

  test('names the shot alone, then both while the next one enters', () => {
    expect(momentOf(plan, 10)).toEqual({ shot: plan.shots[0] });
    expect(momentOf(plan, 30)).toMatchObject({ before: plan.shots[0], shot: plan.shots[1] });
    expect(momentOf(plan, 30).entering?.progress).toBeCloseTo(1 / 11);
    expect(momentOf(plan, 40)).toEqual({ shot: plan.shots[1] });
    expect(momentOf(plan, 1000)).toEqual({});
  });

  test('belongs to the shots of a run and no others', () => {
    expect(shotsWithin(plan, 0, 30)).toEqual([plan.shots[0]]);
    expect(shotsWithin(plan, 35, 62)).toEqual(plan.shots);
  });

  test('shows a caption rising, standing and falling', () => {
    const caption = { ...long.captions[0], start: 10, frames: 30, fade: 4 } as (typeof long.captions)[number];
    const seen = [9, 10, 13, 14, 25, 39, 40].map((frame) => opacityOf(caption, frame));
    expect(seen).toEqual([0, 0.2, 0.8, 1, 1, 0.2, 0]);
  });
});

describe('the cover', () => {
  test('shows one picture that fills the frame, without words', () => {
    const plan = planOf(['cut', 'fade', 'fade', 'fade']);
    Object.assign(plan.shots[0] ?? {}, { fit: 'backdrop' });
    Object.assign(plan.shots[1] ?? {}, { fit: 'matte' });
    const words = { text: 'x', start: 60, frames: 40, fade: 5, font: 'sans', size: 20, color: '#ffffff' } as const;
    plan.captions.push({ ...words, vertical: false, x: 0.5, y: 0.5, anchor: 'center' });
    expect(coverFrame(plan)).toBe(110);
  });
});

describe('the camera', () => {
  const shot = { ...long.shots[0], start: 0, frames: 50 } as (typeof long.shots)[number];
  const pictures = [
    { width: 4000, height: 3000 },
    { width: 300, height: 9000 },
    { width: 9000, height: 300 },
    { width: 1, height: 1 },
  ];

  test.each(pictures)('never leaves a picture of $width × $height', (picture) => {
    for (const ease of ['linear', 'inOut'] as const) {
      const moving = { ...shot, move: { from: at(1, 0, 0), to: at(1.6, 2, -1), ease } };
      for (let frame = 0; frame < 50; frame++) {
        const { x, y, width, height } = windowAt(moving, frame, picture, size);
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(x + width).toBeLessThanOrEqual(picture.width + 1e-6);
        expect(y + height).toBeLessThanOrEqual(picture.height + 1e-6);
        expect(width / height).toBeCloseTo(size.width / size.height, 6);
      }
    }
  });

  test('starts and ends where the plan says', () => {
    const moving = { ...shot, move: { from: at(1, 0.5, 0.5), to: at(2, 0.5, 0.5), ease: 'inOut' } } as typeof shot;
    const picture = { width: 640, height: 360 };
    expect(windowAt(moving, 0, picture, size)).toEqual({ x: 0, y: 0, width: 640, height: 360 });
    expect(windowAt(moving, 49, picture, size)).toEqual({ x: 160, y: 90, width: 320, height: 180 });
  });

  test('asks for no more of a panorama than it can afford', () => {
    const pan = { ...shot, move: { from: at(1, 0, 0.5), to: at(1, 1, 0.5), ease: 'linear' } } as typeof shot;
    const { rect, scale } = reachOf(pan, { width: 160_000, height: 300 }, size);
    expect(rect.width).toBeCloseTo(160_000);
    expect(rect.width * scale).toBeLessThanOrEqual(30_000);
  });
});
