import { fitOf, planMove } from '#domain/albums/camera.plan.ts';
import { moveKinds } from '#domain/albums/template.plan.ts';
import { buildFacts, windowOf } from './samples.ts';

const wide = 16 / 9;

describe('fitOf', () => {
  test.each([
    ['4:3', 4000, 3000, 'cover'],
    ['3:2', 3000, 2000, 'cover'],
    ['2:1', 4000, 2000, 'cover'],
    ['square', 3000, 3000, 'matte'],
    ['portrait', 3000, 4000, 'matte'],
    ['panorama', 9000, 3000, 'matte'],
    ['strip', 300, 6000, 'matte'],
    ['one pixel', 1, 1, 'matte'],
  ])('shows a picture of %s by %s × %s as %s', (_name, width, height, fit) => {
    expect(fitOf(buildFacts({ width, height }), wide)).toBe(fit);
  });

  test('shows a picture whole when no window holds its focus', () => {
    expect(fitOf(buildFacts({ focus: { x: 0.1, y: 0, width: 0.3, height: 1 } }), wide)).toBe('cover');
    expect(fitOf(buildFacts({ width: 3700, height: 2600, focus: { x: 0, y: 0, width: 1, height: 1 } }), 16 / 8)).toBe(
      'matte',
    );
  });
});

const zoomAt = (side: number): number =>
  planMove(buildFacts({ focus: { x: 0.5 - side / 2, y: 0.5 - side / 2, width: side, height: side } }), 'cover', wide, {
    kind: 'in',
    zoom: 1.2,
    ease: 'inOut',
  }).to.zoom;

describe('planMove', () => {
  const cornered = buildFacts({ focus: { x: 0.75, y: 0.7, width: 0.1, height: 0.1 } });

  test.each(moveKinds)('aims %s at the focus region', (kind) => {
    const { from, to } = planMove(cornered, 'cover', wide, { kind, zoom: 1.15, ease: 'inOut' });
    const near = kind === 'out' ? from : to;
    const { left, right, top, bottom } = windowOf(near, 'cover', cornered);
    expect(near.x).toBeGreaterThan(0.5);
    expect(near.y).toBeGreaterThan(0.5);
    expect(left).toBeLessThanOrEqual(0.75);
    expect(right).toBeGreaterThanOrEqual(0.85);
    expect(top).toBeLessThanOrEqual(0.7);
    expect(bottom).toBeGreaterThanOrEqual(0.8);
  });

  test.each(moveKinds)('really moves with %s, in the middle and in a corner', (kind) => {
    for (const facts of [cornered, buildFacts()]) {
      for (const fit of ['cover', 'matte'] as const) {
        const { from, to } = planMove(facts, fit, wide, { kind, zoom: 1.15, ease: 'linear' });
        const change = Math.max(Math.abs(from.zoom - to.zoom), Math.abs(from.x - to.x), Math.abs(from.y - to.y));
        expect(change).toBeGreaterThan(0.01);
      }
    }
  });

  test('draws closer to a small thing than to a large one', () => {
    expect(zoomAt(0.1)).toBeGreaterThan(zoomAt(0.6));
  });
});
