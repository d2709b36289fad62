import { countyAround, countyNear, unpackBorders } from '#adapters/places/borders.ts';
import { packBorders } from '#scripts/places/pack.ts';
import type { Point } from '#scripts/places/source.ts';
import { arcsOf, simplified } from '#scripts/places/topology.ts';

const square = (left: number, top: number, side: number): Point[] => [
  [left, top],
  [left + side, top],
  [left + side, top + side],
  [left, top + side],
];
// Two neighbours, the second with an enclave of a third.
const features = [
  { rings: [square(0, 0, 100)] },
  { rings: [square(100, 0, 100), square(130, 30, 40)] },
  { rings: [square(130, 30, 40)] },
];
const borders = unpackBorders(packBorders(arcsOf(features)), features.length);

test.each([
  ['inside the first', 50, 50, 0],
  ['inside the second', 110, 50, 1],
  ['inside the enclave', 150, 50, 2],
  ['left of all', -1, 50, undefined],
  ['above all', 50, -1, undefined],
  ['on the height of a corner', 50, 30, 0],
])('%s', (_name, x, y, county) => {
  expect(countyAround(borders, x, y)).toBe(county);
});

test.each([
  ['just outside the first', -2, 50, 0],
  ['just outside the second', 202, 50, 1],
  ['too far', 204, 50, undefined],
])('near: %s', (_name, x, y, county) => {
  expect(countyNear(borders, x, y, 3)).toBe(county);
});

test('a border between neighbours is one piece', () => {
  const shared = arcsOf(features).filter(({ counties }) => counties.length === 2);
  expect(shared.map(({ counties, points }) => [counties, points.length])).toEqual([
    [[0, 1], 2],
    [[1, 2], 5],
  ]);
});

test('parts of one county leave no border between them', () => {
  const whole = [{ rings: [square(0, 0, 100), square(100, 0, 100)] }];
  const joined = unpackBorders(packBorders(arcsOf(whole)), 1);
  expect(arcsOf(whole)).toHaveLength(1);
  expect(countyAround(joined, 100, 50)).toBe(0);
});

test('simplifying leaves out what lies within the tolerance of the line, nothing else', () => {
  const points: Point[] = [
    [0, 0],
    [10, 0.4],
    [20, 0],
    [30, 5],
    [40, 0],
  ];
  expect(simplified(points, 0.5)).toEqual([points[0], points[2], points[3], points[4]]);
});

test('refuses borders that were cut short', () => {
  expect(() => unpackBorders(packBorders(arcsOf(features)).subarray(0, 20), 3)).toThrow('too early');
});
