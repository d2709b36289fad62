import type { Stop } from '#domain/albums/sheet-chapters.plan.ts';
import { lengthOf, strip, words, type Layout } from '#domain/albums/sheet-layout.plan.ts';
import type { Block, Mark } from '#domain/albums/sheet.plan.ts';

interface Point {
  x: number;
  y: number;
}

interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const mostStops = 14; // more would be a tangle: every second, third … is shown
const dotRadius = 21;
const nearest = 74; // px between two stops
const labelSize = 30;

/** A sketch of the way: north is up, distances are roughly true, stops that would cover each other are pushed apart. */
export function routeOf(stops: readonly Stop[], layout: Layout): Block[] {
  if (stops.length < 2) return [];
  const shown = thinned(stops);
  const { width, design, palette } = layout;
  const side = design.margin + 90;
  const top = 110;
  const flat = projected(shown);
  const box = { width: width - 2 * side, height: Math.min(560, Math.max(170, (width - 2 * side) * shapeOf(flat))) };
  const points = apart(placed(flat, box)).map(({ x, y }) => ({ x: x + side, y: y + top }));
  const lowest = Math.max(...points.map(({ y }) => y));
  const highest = Math.min(...points.map(({ y }) => y));
  const shifted = points.map(({ x, y }) => ({ x, y: y - highest + top }));
  const way: Mark = {
    kind: 'curve',
    points: shifted,
    width: 4,
    color: palette.line,
    dash: design.heading === 'bar' ? 0 : 12,
  };
  const dots = shifted.flatMap((point, i): Mark[] => [
    { kind: 'dot', ...point, radius: dotRadius + 5, color: palette.paper },
    { kind: 'dot', ...point, radius: dotRadius, color: palette.accent },
    words(String(i + 1), point.x, point.y + 9, {
      size: 26,
      font: 'sans',
      weight: 'strong',
      color: palette.paper,
      anchor: 'middle',
    }),
  ]);
  return [strip(layout, lowest - highest + 2 * top, [way, ...dots, ...labels(shown, shifted, layout)])];
}

function thinned(stops: readonly Stop[]): Stop[] {
  const every = Math.ceil((stops.length - 1) / (mostStops - 1));
  return stops.filter((_, i) => i % every === 0 || i === stops.length - 1);
}

/** A difference of longitudes, across the date line where that is shorter. */
const shortWay = (degrees: number): number => ((((degrees + 180) % 360) + 360) % 360) - 180;

/** Degrees on a plane: longitude shortened by the cosine of the latitude, south downwards. */
function projected(stops: readonly Stop[]): Point[] {
  const middle = stops.reduce((sum, { latitude }) => sum + latitude, 0) / stops.length;
  const [{ longitude: from } = { longitude: 0 }] = stops;
  const narrowing = Math.max(0.05, Math.cos((middle * Math.PI) / 180));
  return stops.map(({ latitude, longitude }) => ({ x: shortWay(longitude - from) * narrowing, y: -latitude }));
}

const areaOf = (points: readonly Point[]): Area => ({
  left: Math.min(...points.map(({ x }) => x)),
  right: Math.max(...points.map(({ x }) => x)),
  top: Math.min(...points.map(({ y }) => y)),
  bottom: Math.max(...points.map(({ y }) => y)),
});

function shapeOf(points: readonly Point[]): number {
  const { left, right, top, bottom } = areaOf(points);
  return right - left === 0 ? 1 : Math.min(1, (bottom - top) / (right - left));
}

function placed(points: readonly Point[], { width, height }: { width: number; height: number }): Point[] {
  const { left, right, top, bottom } = areaOf(points);
  const scale = Math.min(width / Math.max(1e-9, right - left), height / Math.max(1e-9, bottom - top));
  const [dx, dy] = [(width - (right - left) * scale) / 2, (height - (bottom - top) * scale) / 2];
  return points.map(({ x, y }) => ({ x: (x - left) * scale + dx, y: (y - top) * scale + dy }));
}

/** Pushes points that are too near from each other, a little at a time; of two at one place the later goes down to the right. */
function apart(points: readonly Point[]): Point[] {
  const moved = points.map((point) => ({ ...point }));
  for (let round = 0; round < 60; round++)
    for (const [i, a] of moved.entries())
      for (const b of moved.slice(i + 1)) {
        const distance = Math.hypot(b.x - a.x, b.y - a.y);
        if (distance >= nearest) continue;
        const push = (nearest - distance) / 2;
        const [x, y] = distance === 0 ? [0.8, 0.6] : [(b.x - a.x) / distance, (b.y - a.y) / distance];
        a.x -= x * push;
        a.y -= y * push;
        b.x += x * push;
        b.y += y * push;
      }
  return moved;
}

const overlap = (a: Area, b: Area): number =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

const around = ({ x, y }: Point, radius: number): Area => ({
  left: x - radius,
  right: x + radius,
  top: y - radius,
  bottom: y + radius,
});

/** A name stands beside its stop on the side where it covers the least of dots, the way and names before it. */
function labels(stops: readonly Stop[], points: readonly Point[], { width, design, palette }: Layout): Mark[] {
  const taken = [...points.map((point) => around(point, dotRadius + 4)), ...alongWay(points)];
  return stops.flatMap(({ name }, i): Mark[] => {
    const point = points[i];
    if (point === undefined) return [];
    const length = lengthOf(name, { size: labelSize });
    const style = { size: labelSize, font: design.text.font, color: palette.ink } as const;
    const options = places(point, length).map((option) => {
      const { area } = option;
      const outside = Math.max(0, 24 - area.left) + Math.max(0, area.right - width + 24);
      return { ...option, cost: 400 * outside + taken.reduce((sum, other) => sum + overlap(area, other), 0) };
    });
    const best = options.reduce((a, b) => (b.cost < a.cost ? b : a));
    taken.push(best.area);
    return [words(name, best.area.left, best.area.bottom - 9, style)];
  });
}

/** Where a name may stand: right, left, below, above. */
function places({ x, y }: Point, length: number): [{ area: Area }, ...{ area: Area }[]] {
  const off = dotRadius + 16;
  const half = labelSize * 0.62;
  const at = (left: number, middle: number): { area: Area } => ({
    area: { left, right: left + length, top: middle - half, bottom: middle + half },
  });
  return [
    at(x + off, y),
    at(x - off - length, y),
    at(x - length / 2, y + off + half),
    at(x - length / 2, y - off - half),
  ];
}

const alongWay = (points: readonly Point[]): Area[] =>
  points.slice(1).flatMap((to, i) => {
    const from = points[i] ?? to;
    return [0.2, 0.35, 0.5, 0.65, 0.8].map((t) =>
      around({ x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t }, 10),
    );
  });
