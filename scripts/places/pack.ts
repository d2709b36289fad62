import type { Arc } from './topology.ts';

/** Numbers for `unpackBorders`: pieces, points, then per piece its counties and its points as differences to the point before. */
export function packBorders(arcs: readonly Arc[]): Buffer {
  const bytes: number[] = [];
  function whole(value: number): void {
    for (let rest = value; ; rest = Math.floor(rest / 128)) {
      if (rest < 128) return void bytes.push(rest);
      bytes.push((rest % 128) + 128);
    }
  }
  const signed = (value: number): void => whole(value >= 0 ? value * 2 : -value * 2 - 1);
  whole(arcs.length);
  whole(arcs.reduce((sum, { points }) => sum + points.length, 0));
  let [x, y] = [0, 0];
  for (const { counties, points } of arcs) {
    whole(counties.length);
    counties.forEach(whole);
    whole(points.length);
    for (const [px, py] of points) {
      signed(px - x);
      signed(py - y);
      [x, y] = [px, py];
    }
  }
  return Buffer.from(bytes);
}
