/** Colours of a picture, far to near. */
export interface Palette {
  sky: string;
  glow: string;
  sun: string;
  ridges: [far: string, middle: string, near: string];
  ground: string;
  light: string; // walls, snow, sails
  dark: string; // roofs, trees, people's works
  accent: string;
}

export const width = 640; // px
export const height = 400;

export type Motif = (palette: Palette, chance: () => number) => string;

export type Spot = readonly [x: number, y: number];
const n = (value: number): string => String(Math.round(value * 10) / 10);

export const shape = (points: readonly Spot[], fill: string): string =>
  `<polygon points="${points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}" fill="${fill}"/>`;
export const box = (x: number, y: number, w: number, h: number, fill: string): string =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" fill="${fill}"/>`;
export const disc = (x: number, y: number, r: number, fill: string): string =>
  `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fill}"/>`;
export const line = (points: readonly Spot[], stroke: string, w: number): string =>
  `<polyline points="${points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}" fill="none" stroke="${stroke}" stroke-width="${w}" stroke-linecap="round" stroke-linejoin="round"/>`;
/** A level stroke: a wave, a step, a ray of light. */
export const flat = (from: number, to: number, y: number, stroke: string, w = 1.6): string =>
  line(
    [
      [from, y],
      [to, y],
    ],
    stroke,
    w,
  );
export const path = (d: string, fill: string, stroke = 'none', w = 0): string =>
  `<path d="${d}" fill="${fill}" stroke="${stroke}" stroke-width="${w}" stroke-linecap="round"/>`;
export const row = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

/** Height of a ridge along the picture: octaves of smooth noise, 0…1. */
export function ridgeLine(chance: () => number, octaves: number, coarse: number): (x: number) => number {
  const layers = row(octaves, (i) => row(coarse * 2 ** i + 2, () => chance()));
  return (x) => {
    let [sum, total] = [0, 0];
    layers.forEach((values, i) => {
      const at = (x / width) * (values.length - 2);
      const [k, t] = [Math.floor(at), at - Math.floor(at)];
      const smooth = t * t * (3 - 2 * t);
      const value = (values[k] ?? 0) * (1 - smooth) + (values[k + 1] ?? 0) * smooth;
      sum += value / 2 ** i;
      total += 1 / 2 ** i;
    });
    return sum / total;
  };
}

/** What lies below a line across the picture. */
export const below = (top: (x: number) => number, fill: string, step = 8): string =>
  shape([...row(width / step + 1, (i): Spot => [i * step, top(i * step)]), [width, height], [0, height]], fill);

/** A hipped roof with eaves turned up, `w` wide at the eaves; its ridge is at y - h. */
export const roof = (x: number, y: number, w: number, h: number, fill: string): string =>
  path(
    `M${n(x - w / 2 - 6)} ${n(y - 7)}Q${n(x - w / 4)} ${n(y - h * 0.3)} ${n(x - w * 0.22)} ${n(y - h)}H${n(x + w * 0.22)}Q${n(x + w / 4)} ${n(y - h * 0.3)} ${n(x + w / 2 + 6)} ${n(y - 7)}Q${n(x + w / 2 - 4)} ${n(y)} ${n(x + w / 2 - 10)} ${n(y)}H${n(x - w / 2 + 10)}Q${n(x - w / 2 + 4)} ${n(y)} ${n(x - w / 2 - 6)} ${n(y - 7)}Z`,
    fill,
  );
