import type { Pixels } from '#adapters/media/pictures/opening.ts';
import { lumaAt, skyOf } from '#adapters/media/models/weather/sky.ts';

type Chance = () => number;
type Rgb = readonly [number, number, number];

const clamp = (value: number): number => Math.max(0, Math.min(255, value));
const between = (chance: Chance, from: number, to: number): number => from + (to - from) * chance();
const copyOf = ({ data, width, height }: Pixels) => ({ data: Float32Array.from(data), width, height });
type Canvas = ReturnType<typeof copyOf>;
const finished = ({ data, width, height }: Canvas): Pixels => ({ data: Uint8Array.from(data, clamp), width, height });

const ease = (t: number): number => t * t * (3 - 2 * t);

/** Smooth noise 0…1 of a few cells over the picture. */
function cloudNoise(chance: Chance, cells: number): (u: number, v: number) => number {
  const side = cells + 2;
  const values = Float32Array.from({ length: side * side }, chance);
  return (u, v) => {
    const [x, y] = [u * cells, v * cells];
    const [i, j] = [Math.floor(x), Math.floor(y)];
    const [s, t] = [ease(x - i), ease(y - j)];
    const at = (di: number, dj: number): number => values[(j + dj) * side + i + di] ?? 0;
    return (at(0, 0) * (1 - s) + at(1, 0) * s) * (1 - t) + (at(0, 1) * (1 - s) + at(1, 1) * s) * t;
  };
}

function mix(canvas: Canvas, i: number, [r, g, b]: Rgb, share: number): void {
  canvas.data[3 * i] = (canvas.data[3 * i] ?? 0) * (1 - share) + r * share;
  canvas.data[3 * i + 1] = (canvas.data[3 * i + 1] ?? 0) * (1 - share) + g * share;
  canvas.data[3 * i + 2] = (canvas.data[3 * i + 2] ?? 0) * (1 - share) + b * share;
}

interface Grade {
  sky: number; // grey level of the cloud cover
  relief: number; // how much the clouds differ
  color: number; // share of saturation that is left
  light: number; // factor of brightness on the ground
  haze: number; // share of sky colour on the far ground
}

/** Takes the sun out: a cloud cover, weaker colours and contrast, haze toward the horizon. */
function overcast(photo: Pixels, { sky, relief, color, light, haze }: Grade, chance: Chance): Canvas {
  const canvas = copyOf(photo);
  const { width, height } = photo;
  const { is, ends } = skyOf(photo);
  const [coarse, fine] = [cloudNoise(chance, 3), cloudNoise(chance, 9)];
  const tint = between(chance, -4, 10);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const cloud = sky + relief * (coarse(x / width, y / height) * 0.7 + fine(x / width, y / height) * 0.3 - 0.5);
    const cover: Rgb = [cloud - tint, cloud - tint / 3, cloud + tint];
    const luma = lumaAt(photo.data, i);
    const flat = light * (0.75 * luma + 0.25 * 105);
    for (let c = 0; c < 3; c++) canvas.data[3 * i + c] = flat + light * color * ((photo.data[3 * i + c] ?? 0) - luma);
    const end = ends[x] ?? 0;
    const nearness = Math.max(0, (y - end) / (height - end + 1));
    mix(canvas, i, cover, is[i] === 1 ? between(chance, 0.93, 0.97) : haze * (1 - nearness));
  }
  return canvas;
}

/** A short line or dot of light, added with soft edges. */
function glint(
  canvas: Canvas,
  x: number,
  y: number,
  [dx, dy]: readonly [number, number],
  radius: number,
  share: number,
): void {
  const steps = Math.max(1, Math.ceil(Math.hypot(dx, dy)));
  const reach = Math.ceil(radius + 0.5);
  for (let step = 0; step < steps; step++) {
    const [px, py] = [x + (dx * step) / steps, y + (dy * step) / steps];
    for (let v = Math.floor(py) - reach; v <= py + reach; v++)
      for (let u = Math.floor(px) - reach; u <= px + reach; u++) {
        if (u < 0 || v < 0 || u >= canvas.width || v >= canvas.height) continue;
        const cover = Math.max(0, Math.min(1, radius + 0.5 - Math.hypot(u - px, v - py)));
        if (cover > 0) mix(canvas, v * canvas.width + u, [228, 232, 236], share * cover);
      }
  }
}

/** Dim light, haze, streaks of falling drops, and now and then drops on the lens. */
export function renderRain(photo: Pixels, chance: Chance): Pixels {
  const heavy = chance();
  const grade = {
    sky: between(chance, 95, 175),
    relief: 50,
    color: between(chance, 0.25, 0.6),
    light: between(chance, 0.5, 0.85),
    haze: between(chance, 0.2, 0.65),
  };
  const canvas = overcast(photo, grade, chance);
  const slant = between(chance, -0.35, 0.35);
  const count = (canvas.width * canvas.height * (0.004 + 0.016 * heavy)) / 4;
  for (let i = 0; i < count; i++) {
    const length = between(chance, 5, 12 + 16 * heavy);
    const far = chance();
    glint(
      canvas,
      canvas.width * chance(),
      canvas.height * chance() - 8,
      [slant * length, length],
      0.15 + 0.5 * far,
      0.06 + 0.22 * far * far,
    );
  }
  if (chance() < 0.3)
    for (let i = 0; i < 25; i++)
      glint(
        canvas,
        canvas.width * chance(),
        canvas.height * chance(),
        [0, between(chance, 1, 4)],
        between(chance, 1, 3),
        0.25,
      );
  return finished(canvas);
}

function letFlakesFall(canvas: Canvas, chance: Chance): void {
  const falls = canvas.width * canvas.height * between(chance, 0.0015, 0.008);
  for (let i = 0; i < falls; i++) {
    const near = chance() ** 3;
    glint(
      canvas,
      canvas.width * chance(),
      canvas.height * chance(),
      [between(chance, -1, 1), between(chance, 0, 2)],
      0.3 + 2.4 * near,
      0.35 + 0.45 * chance(),
    );
  }
}

/** White ground where it is open to the sky, a pale cover, and mostly flakes in the air. */
export function renderSnow(photo: Pixels, chance: Chance): Pixels {
  const isClear = chance() < 0.2;
  const grade = {
    sky: between(chance, 165, 225),
    relief: 25,
    color: between(chance, 0.3, 0.65),
    light: between(chance, 0.8, 1.05),
    haze: between(chance, 0.05, 0.5),
  };
  const canvas = isClear ? copyOf(photo) : overcast(photo, grade, chance);
  const { is, ends } = skyOf(photo);
  const [patches, depth, white] = [cloudNoise(chance, 8), between(chance, 0.5, 1), between(chance, 205, 245)];
  for (let i = 0; i < canvas.width * canvas.height; i++) {
    const [x, y] = [i % canvas.width, Math.floor(i / canvas.width)];
    const end = ends[x] ?? 0;
    if (is[i] === 1) continue;
    const up =
      (lumaAt(photo.data, i) - lumaAt(photo.data, Math.min(i + 2 * canvas.width, canvas.width * canvas.height - 1))) /
      60;
    const low = Math.max(0, (y - end) / (canvas.height - end + 1)); // the ground is below
    const cover =
      depth * (0.25 + 0.75 * low) +
      0.3 * Math.max(-1, Math.min(1, up)) +
      0.5 * (patches(x / canvas.width, y / canvas.height) - 0.5);
    const shade = white - 30 * (1 - lumaAt(photo.data, i) / 255);
    mix(canvas, i, [shade - 6, shade - 2, shade + 5], Math.max(0, Math.min(0.95, cover)));
  }
  if (chance() < 0.65) letFlakesFall(canvas, chance);
  return finished(canvas);
}

/** A cloud cover without rain, from bright to thick; at times fog. */
export function renderClouds(photo: Pixels, chance: Chance): Pixels {
  const isFog = chance() < 0.2;
  const grade = {
    sky: between(chance, 140, 225),
    relief: isFog ? 5 : between(chance, 20, 90),
    color: between(chance, 0.45, 0.85),
    light: between(chance, 0.7, 1),
    haze: isFog ? between(chance, 0.6, 0.9) : between(chance, 0, 0.25),
  };
  return finished(overcast(photo, grade, chance));
}

/** The same picture by another camera: mirrored, cropped, other exposure, white balance, contrast and grain. */
export function vary(photo: Pixels, chance: Chance): Pixels {
  const [width, height] = [
    Math.round(photo.width * between(chance, 0.75, 1)),
    Math.round(photo.height * between(chance, 0.8, 1)),
  ];
  const [left, top] = [Math.floor((photo.width - width) * chance()), Math.floor((photo.height - height) * chance())];
  const isMirrored = chance() < 0.5;
  const exposure = between(chance, 0.82, 1.18);
  const contrast = between(chance, 0.85, 1.15);
  const balance = [between(chance, 0.95, 1.05), 1, between(chance, 0.95, 1.05)];
  const grain = between(chance, 0, 5);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = (top + y) * photo.width + left + (isMirrored ? width - 1 - x : x);
      const noise = grain * (chance() - 0.5);
      for (let c = 0; c < 3; c++)
        data[3 * (y * width + x) + c] = clamp(
          ((photo.data[3 * from + c] ?? 0) * exposure * (balance[c] ?? 1) - 128) * contrast + 128 + noise,
        );
    }
  return { data, width, height };
}
