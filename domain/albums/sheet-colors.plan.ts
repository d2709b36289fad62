import type { SheetDesign } from '#domain/albums/design.plan.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';

/** The colours of a sheet, as #rrggbb. */
export interface Palette {
  paper: string;
  tint: string; // paper with more of the photographs' colour
  ink: string;
  soft: string; // second-rank words; still 4.5:1
  accent: string; // 4.5:1 too
  line: string;
  swatches: string[]; // of the photographs themselves
}

type Rgb = readonly [number, number, number]; // 0…1
/** Lightness 0…1, chroma, hue in radians: Björn Ottosson's OKLCH (2020). */
interface Lch {
  l: number;
  c: number;
  h: number;
}

const linear = (v: number): number => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const gamma = (v: number): number => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);

function lchOf([red, green, blue]: Rgb): Lch {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const [x, y] = [
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    c: Math.hypot(x, y),
    h: Math.atan2(y, x),
  };
}

function rgbOf({ l: light, c, h }: Lch): Rgb {
  const [x, y] = [c * Math.cos(h), c * Math.sin(h)];
  const l = (light + 0.3963377774 * x + 0.2158037573 * y) ** 3;
  const m = (light - 0.1055613458 * x - 0.0638541728 * y) ** 3;
  const s = (light - 0.0894841775 * x - 1.291485548 * y) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

const isShown = (rgb: Rgb): boolean => rgb.every((v) => v > -0.001 && v < 1.001);

/** The colour on screen: with less chroma where sRGB has no room for it. */
function shown(color: Lch): Rgb {
  for (let c = color.c; c > 0; c -= 0.004) {
    const rgb = rgbOf({ ...color, c });
    if (isShown(rgb)) return rgb;
  }
  return rgbOf({ ...color, c: 0 });
}

const hexOf = (rgb: Rgb): string =>
  `#${rgb
    .map((v) =>
      Math.round(255 * Math.min(1, Math.max(0, v)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

const luminance = ([r, g, b]: Rgb): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);

/** Contrast of two colours by WCAG 2, 1…21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** The colour, darker or lighter until it stands out from the paper. */
function legible(color: Lch, paper: Rgb, least: number): Rgb {
  const step = luminance(paper) > 0.3 ? -0.01 : 0.01;
  for (let l = color.l; l > 0.02 && l < 0.99; l += step) {
    const rgb = shown({ ...color, l });
    if (contrast(rgb, paper) >= least) return rgb;
  }
  return step < 0 ? [0, 0, 0] : [1, 1, 1];
}

const bins = 24;
const neutral: Lch = { l: 0.5, c: 0.05, h: (75 * Math.PI) / 180 }; // warm, where the photographs are grey

/** The hue that most of the photographs' colour has, with its usual chroma. */
function leadingColor(colors: readonly { color: Lch; share: number }[]): Lch {
  const weights = Array.from({ length: bins }, () => 0);
  const binOf = ({ h }: Lch): number => Math.floor(((h / (2 * Math.PI) + 1) % 1) * bins);
  for (const { color, share } of colors) weights[binOf(color)] = (weights[binOf(color)] ?? 0) + share * color.c;
  const smooth = weights.map(
    (weight, i) => weight + 0.6 * ((weights[(i + 1) % bins] ?? 0) + (weights[(i + bins - 1) % bins] ?? 0)),
  );
  const best = smooth.reduce((at, weight, i) => (weight > (smooth[at] ?? 0) ? i : at), 0);
  const near = colors.filter(({ color }) => binOf(color) === best);
  const total = near.reduce((sum, { share, color }) => sum + share * color.c, 0);
  if (total <= 0.004 * colors.reduce((sum, { share }) => sum + share, 0)) return neutral;
  const mean = (measure: (color: Lch) => number): number =>
    near.reduce((sum, { share, color }) => sum + share * color.c * measure(color), 0) / total;
  return {
    l: mean(({ l }) => l),
    c: mean(({ c }) => c),
    h: Math.atan2(
      mean(({ h }) => Math.sin(h)),
      mean(({ h }) => Math.cos(h)),
    ),
  };
}

const apart = (a: Lch, b: Lch): number =>
  Math.hypot(a.l - b.l, a.c * Math.cos(a.h) - b.c * Math.cos(b.h), a.c * Math.sin(a.h) - b.c * Math.sin(b.h));

/** Colours of the photographs that are large and unlike each other, from light to dark. */
function swatchesOf(colors: readonly { color: Lch; share: number }[], count: number): string[] {
  const chosen: Lch[] = [];
  while (chosen.length < Math.min(count, colors.length)) {
    const worth = ({ color, share }: { color: Lch; share: number }): number =>
      Math.sqrt(share) * (0.3 + 2 * color.c) * Math.min(0.5, ...chosen.map((other) => apart(color, other)));
    const best = colors.reduce<{ color: Lch; share: number } | undefined>(
      (a, b) => (a === undefined || worth(b) > worth(a) ? b : a),
      undefined,
    );
    if (best === undefined || worth(best) === 0) break;
    chosen.push(best.color);
  }
  return chosen.toSorted((a, b) => b.l - a.l).map((color) => hexOf(shown(color)));
}

/** Paper, ink and accent in the hue of the photographs; every word stands out from the paper by at least 4.5:1. */
export function paletteOf(facts: readonly PictureFacts[], { tone, chroma }: SheetDesign['paper']): Palette {
  const colors = facts.flatMap((one) =>
    one.colors.map(({ rgb: [r, g, b], share }) => ({ color: lchOf([r / 255, g / 255, b / 255]), share })),
  );
  const { c, h } = leadingColor(colors);
  const isLight = tone === 'light';
  const paper = shown({ l: isLight ? 0.972 : 0.205, c: chroma, h });
  const tint = shown({ l: isLight ? 0.935 : 0.255, c: chroma * 1.9, h });
  const accent = { l: isLight ? 0.52 : 0.78, c: Math.min(0.125, Math.max(0.055, c * 1.1)), h };
  return {
    paper: hexOf(paper),
    tint: hexOf(tint),
    ink: hexOf(shown({ l: isLight ? 0.27 : 0.93, c: 0.014, h })),
    soft: hexOf(legible({ l: isLight ? 0.52 : 0.7, c: 0.016, h }, tint, 4.5)),
    accent: hexOf(legible(accent, tint, 4.5)),
    line: hexOf(shown({ l: isLight ? 0.84 : 0.38, c: chroma * 2, h })),
    swatches: swatchesOf(colors, 5),
  };
}
