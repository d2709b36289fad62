import { loadFilmAssets } from '#adapters/assets.ts';
import { matchLook, moodOf, suitability } from '#domain/albums/mood.plan.ts';
import { buildFacts, buildTemplate } from './samples.ts';

const { templates } = await loadFilmAssets();
const plain = (rgb: [number, number, number], brightness: number) => ({ colors: [{ rgb, share: 1 }], brightness });
const many = (count: number, facts: Parameters<typeof buildFacts>[0]) =>
  Array.from({ length: count }, () => buildFacts(facts));

describe('matchLook', () => {
  test.each([
    ['misty landscapes', many(8, plain([150, 158, 160], 0.6)), 'jiangnan'],
    ['bright colours', many(8, plain([230, 160, 80], 0.7)), 'sunlit'],
    ['evenings', many(8, plain([70, 45, 30], 0.2)), 'dusk'],
    ['portraits', many(8, { width: 3000, height: 4000, ...plain([150, 130, 115], 0.5) }), 'portrait'],
    ['a long journey', many(45, plain([110, 130, 150], 0.5)), 'wander'],
  ])('finds a template for %s', (_name, facts, id) => {
    expect(matchLook(facts, templates).id).toBe(id);
  });

  test.each([
    ['pictures', many(30, {}), many(3, {}), [20, 60]],
    ['portraits', many(4, { width: 3, height: 4 }), many(4, {}), [0.8, 1]],
    ['brightness', many(4, { brightness: 0.9 }), many(4, { brightness: 0.2 }), [0.8, 1]],
    ['saturation', many(4, plain([0, 255, 0], 0.5)), many(4, plain([9, 9, 9], 0.5)), [0.8, 1]],
    ['warmth', many(4, plain([255, 0, 0], 0.5)), many(4, plain([0, 255, 0], 0.5)), [0.8, 1]],
  ] as const)('heeds %s', (criterion, suited, unsuited, range) => {
    const any = buildTemplate({ id: 'any', suits: { ...buildTemplate().suits, pictures: [5, 5] } });
    const one = buildTemplate({ id: 'one', suits: { ...any.suits, [criterion]: range } });
    expect(suitability(moodOf(suited), one)).toBeGreaterThanOrEqual(suitability(moodOf(suited), any));
    expect(suitability(moodOf(unsuited), one)).toBeLessThan(suitability(moodOf(unsuited), any));
  });

  test('takes the first of equals, and the only one however badly it suits', () => {
    const facts = many(3, {});
    expect(matchLook(facts, [buildTemplate({ id: 'a' }), buildTemplate({ id: 'b' })]).id).toBe('a');
    const dark = buildTemplate({ id: 'dark', suits: { ...buildTemplate().suits, brightness: [0, 0.01] } });
    expect(matchLook(facts, [dark]).id).toBe('dark');
  });
});

describe('moodOf', () => {
  test('measures number, orientation, light and colour', () => {
    const mood = moodOf([
      buildFacts(plain([255, 0, 0], 0.2)),
      buildFacts({ width: 3, height: 4, ...plain([0, 0, 255], 0.4) }),
    ]);
    expect(mood.brightness).toBeCloseTo(0.3);
    expect(mood).toMatchObject({ pictures: 2, portraits: 0.5, saturation: 1, warmth: 0 });
  });

  test('gives every template between 0 and 1, and 1 inside all its ranges', () => {
    const mood = moodOf(many(10, {}));
    for (const template of templates) {
      expect(suitability(mood, template)).toBeGreaterThanOrEqual(0);
      expect(suitability(mood, template)).toBeLessThanOrEqual(1);
    }
    expect(suitability(mood, buildTemplate())).toBe(1);
  });
});
