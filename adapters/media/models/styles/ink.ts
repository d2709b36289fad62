import { flowOf, linesOf } from './flow.ts';
import { kuwahara } from './kuwahara.ts';
import { clouds, grain } from './noise.ts';
import { blurred, drawn, levelled, lumaOf, mapped, sampled, smoothstep, type Plane, type Rgb } from './plane.ts';

/** The five inks of the tradition as washes: light below `tone` takes so much of `ink`. */
const washes = [
  { tone: 0.66, ink: 0.1 },
  { tone: 0.5, ink: 0.17 },
  { tone: 0.36, ink: 0.3 },
  { tone: 0.22, ink: 0.55 },
  { tone: 0.1, ink: 0.9 },
];
const paperColor = [0.965, 0.948, 0.905];
const absorption = [1, 0.985, 0.95]; // ink of pine soot is a little blue

/** The same plane seen through unsteady paper: every pixel is taken from up to `reach` px beside. */
export function wobbled(plane: Plane, reach: number, size: number, seed: number): Plane {
  const { width, height } = plane;
  const [across, down] = [clouds(width, height, size, 3, seed), clouds(width, height, size, 3, seed + 50)];
  return drawn(width, height, (x, y, i) =>
    sampled(plane, x + 2 * reach * ((across.data[i] ?? 0) - 0.5), y + 2 * reach * ((down.data[i] ?? 0) - 0.5)),
  );
}

/** Fibres and hollows of paper, about 0. */
export function paper(width: number, height: number, seed: number): Plane {
  const [fine, soft] = [blurred(grain(width, height, seed), 0.7), clouds(width, height, 90, 4, seed + 9)];
  return mapped(fine, (value, i) => 0.6 * (value - 0.5) + 0.25 * ((soft.data[i] ?? 0) - 0.5));
}

/** One wash: it ends softly where the paper was wet, and its rim is darker, where the ink was carried to. */
function wash(tones: Plane, tone: number, seed: number): Plane {
  const { width, height } = tones;
  const wet = clouds(width, height, 180, 4, seed);
  const shape = mapped(tones, (value, i) => {
    const border = tone + 0.14 * ((wet.data[i] ?? 0) - 0.5);
    return 1 - smoothstep(border - 0.11, border + 0.11, value);
  });
  const around = blurred(shape, 5);
  return mapped(shape, (value, i) => value * (1 + 0.55 * (value - (around.data[i] ?? 0))));
}

/** 水墨: tones parted into washes of ink that bleed into paper, light left blank, and broken contours. No learned model. */
export function ink(planes: Rgb): Rgb {
  const { width, height } = planes[0];
  const luma = levelled(lumaOf(planes));
  const flow = flowOf([luma], 3);
  const calm = levelled(kuwahara([luma, luma, luma], flow, 5)[0]);
  const tones = wobbled(
    mapped(blurred(calm, 1.5), (value) => value ** 0.8),
    4,
    26,
    21,
  );
  const texture = paper(width, height, 31);
  const dry = clouds(width, height, 16, 3, 41);
  const around = blurred(calm, 12).data;
  const forms = mapped(calm, (value, i) => 0.7 + value - (around[i] ?? 0)); // edges alone, whatever the tone
  const lines = linesOf(wobbled(forms, 1.5, 18, 61), flow, {
    sigma: 1.6,
    sharpness: 14,
    threshold: 0.42,
    softness: 0.3,
    length: 6,
  });
  const density = mapped(tones, () => 0);
  washes.forEach(({ tone, ink }, k) => {
    const layer = wash(tones, tone, 70 + 7 * k).data;
    layer.forEach((value, i) => (density.data[i] = (density.data[i] ?? 0) + ink * value));
  });
  const inked = mapped(density, (value, i) => {
    const line = (1 - (lines.data[i] ?? 1)) * smoothstep(0.3, 0.6, (dry.data[i] ?? 0) + 0.25 * value);
    return (value + 0.9 * line) * (1 + 0.9 * (texture.data[i] ?? 0));
  });
  const layer = (c: number) =>
    mapped(
      inked,
      (value, i) => ((paperColor[c] ?? 1) + 0.05 * (texture.data[i] ?? 0)) * Math.exp(-value * (absorption[c] ?? 1)),
    );
  return [layer(0), layer(1), layer(2)];
}
