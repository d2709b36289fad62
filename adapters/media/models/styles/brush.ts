import { flowOf, type Flow } from './flow.ts';
import { chance } from './noise.ts';
import { relief, saturated } from './oil.ts';
import { blurred, mapped, type Plane, type Rgb } from './plane.ts';

/** Radii of the brushes in px, coarse to fine. */
const brushes = [26, 13, 7, 4];
const tolerance = 0.2; // mean difference of a colour (sum of three channels) that calls for a stroke
const [fewest, most] = [3, 9]; // steps of one radius in a stroke

interface Canvas {
  color: Rgb;
  height: Plane; // of the paint
}
type Point = [x: number, y: number];
interface Stroke {
  points: Point[];
  color: [number, number, number];
  radius: number;
  seed: number;
}

const colorAt = ([r, g, b]: Rgb, i: number): [number, number, number] => [
  r.data[i] ?? 0,
  g.data[i] ?? 0,
  b.data[i] ?? 0,
];
const apart = ([r, g, b]: Rgb, i: number, [red, green, blue]: readonly [number, number, number]): number =>
  Math.abs((r.data[i] ?? 0) - red) + Math.abs((g.data[i] ?? 0) - green) + Math.abs((b.data[i] ?? 0) - blue);

/** A curved stroke from a place along the flow, until the picture differs more from its colour than from the canvas. */
function strokeFrom(start: number, reference: Rgb, { color: canvas }: Canvas, flow: Flow, radius: number): Stroke {
  const { width, height } = reference[0];
  const color = colorAt(reference, start);
  let [x, y] = [start % width, Math.floor(start / width)];
  let [vx, vy] = [0, 0];
  const points: Point[] = [[x, y]];
  for (let step = 1; step <= most; step++) {
    const i = Math.round(y) * width + Math.round(x);
    if (step > fewest && apart(reference, i, colorAt(canvas, i)) < apart(reference, i, color)) break;
    const turn = (flow.x[i] ?? 0) * vx + (flow.y[i] ?? 0) * vy < 0 ? -1 : 1;
    [vx, vy] = [0.3 * vx + 0.7 * turn * (flow.x[i] ?? 0), 0.3 * vy + 0.7 * turn * (flow.y[i] ?? 0)];
    const length = Math.hypot(vx, vy) || 1;
    [vx, vy] = [vx / length, vy / length];
    [x, y] = [x + radius * vx, y + radius * vy];
    if (x < 0 || y < 0 || x > width - 1 || y > height - 1) break;
    points.push([x, y]);
  }
  return { points, color, radius, seed: start };
}

const profileSteps = 32;

/** How thick the paint lies from one side of a stroke to the other, 0…1: every bristle leaves a furrow. */
function bristlesOf({ radius, seed }: Stroke): Float32Array {
  const count = Math.max(6, radius * 1.6);
  return Float32Array.from({ length: profileSteps + 1 }, (_, step) => {
    const at = (step / profileSteps) * count;
    const [left, part] = [Math.floor(at), at - Math.floor(at)];
    return chance(left, seed, 5) * (1 - part) + chance(left + 1, seed, 5) * part;
  });
}

/** Paints a stroke, one straight piece after the other. */
function paint(canvas: Canvas, stroke: Stroke): void {
  const bristles = bristlesOf(stroke);
  const [first, ...rest] = stroke.points;
  if (first !== undefined && rest.length === 0) paintPiece(canvas, stroke, bristles, first, first);
  let before = first;
  for (const [k, point] of rest.entries()) {
    if (before !== undefined) paintPiece(canvas, stroke, bristles, before, point, k > 0);
    before = point;
  }
}

/** One that goes on from another begins square, where the other's round end lies already. */
function paintPiece(
  { color, height }: Canvas,
  stroke: Stroke,
  bristles: Float32Array,
  [ax, ay]: Point,
  [bx, by]: Point,
  goesOn = false,
) {
  const { radius } = stroke;
  const length = Math.hypot(bx - ax, by - ay);
  const [dx, dy] = length === 0 ? [1, 0] : [(bx - ax) / length, (by - ay) / length];
  const [left, right] = [
    Math.max(0, Math.floor(Math.min(ax, bx) - radius)),
    Math.min(height.width - 1, Math.max(ax, bx) + radius),
  ];
  const [top, bottom] = [
    Math.max(0, Math.floor(Math.min(ay, by) - radius)),
    Math.min(height.height - 1, Math.max(ay, by) + radius),
  ];
  for (let y = top; y <= bottom; y++)
    for (let x = left; x <= right; x++) {
      const along = (x - ax) * dx + (y - ay) * dy;
      if (goesOn && along < 0) continue;
      const aside = (y - ay) * dx - (x - ax) * dy;
      const beyond = Math.max(0, -along, along - length);
      const inside = radius - Math.sqrt(aside * aside + beyond * beyond);
      if (inside <= 0) continue;
      const thick = bristles[Math.round((0.5 + (0.5 * aside) / radius) * profileSteps)] ?? 0;
      dab(
        color,
        height.data,
        y * height.width + x,
        stroke.color,
        thick,
        Math.min(1, inside / 1.5) * (0.7 + 0.3 * thick),
      );
    }
}

/** Paint of a thickness covers a part of what was there; where it lies thick it is lighter. */
function dab(
  [r, g, b]: Rgb,
  height: Float32Array,
  i: number,
  color: Stroke['color'],
  thick: number,
  cover: number,
): void {
  const tone = 0.9 + 0.2 * thick;
  r.data[i] = (r.data[i] ?? 0) * (1 - cover) + cover * color[0] * tone;
  g.data[i] = (g.data[i] ?? 0) * (1 - cover) + cover * color[1] * tone;
  b.data[i] = (b.data[i] ?? 0) * (1 - cover) + cover * color[2] * tone;
  height[i] = (height[i] ?? 0) * (1 - cover) + cover * thick;
}

/** Where the canvas differs from the reference, a stroke for each cell of a grid, begun where it differs most. */
function strokesFor(reference: Rgb, canvas: Canvas, flow: Flow, radius: number): Stroke[] {
  const { width, height } = reference[0];
  const strokes: Stroke[] = [];
  for (let top = 0; top < height; top += radius)
    for (let left = 0; left < width; left += radius) {
      let [sum, count, worst, start] = [0, 0, -1, 0];
      for (let y = top; y < Math.min(height, top + radius); y++)
        for (let x = left; x < Math.min(width, left + radius); x++, count++) {
          const i = y * width + x;
          const difference = apart(reference, i, colorAt(canvas.color, i));
          sum += difference;
          if (difference > worst) [worst, start] = [difference, i];
        }
      if (sum / count > tolerance) strokes.push(strokeFrom(start, reference, canvas, flow, radius));
    }
  return strokes.toSorted((a, b) => chance(a.seed, radius, 3) - chance(b.seed, radius, 3));
}

/** 厚涂: layers of curved brush strokes, coarse to fine, each where the picture still asks for it (Hertzmann 1998). */
export function brush(planes: Rgb): Rgb {
  const blank = (value: number) => mapped(planes[0], () => value);
  const canvas: Canvas = { color: [blank(2), blank(2), blank(2)], height: blank(0.5) }; // a colour that nothing is like
  const vivid = saturated(planes, 1.3);
  for (const radius of brushes) {
    const soften = (plane: Plane) => blurred(plane, radius * 0.4);
    const reference: Rgb = [soften(vivid[0]), soften(vivid[1]), soften(vivid[2])];
    const flow = flowOf(reference, Math.min(8, radius));
    for (const stroke of strokesFor(reference, canvas, flow, radius)) paint(canvas, stroke);
  }
  const light = relief(canvas.height);
  const lit = (plane: Plane) => mapped(plane, (value, i) => value + 0.12 * (light.data[i] ?? 0));
  return [lit(canvas.color[0]), lit(canvas.color[1]), lit(canvas.color[2])];
}
