/** A picture in CIE Lab, each channel a plane of w × h. */
interface Planes {
  width: number;
  height: number;
  channels: [Float32Array, Float32Array, Float32Array];
}
/** How much each place draws the eye, 0…1. */
export interface SaliencyMap {
  width: number;
  height: number;
  values: Float32Array;
}

const invisible = 2; // Lab units: a difference that the eye does not see
const passes = 3; // raster passes of the distance transform; more change little (Zhang et al. 2015, section 3)

const linear = Float32Array.from({ length: 256 }, (_, i) => {
  const c = i / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
});
const root = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27) * (t / 116) + 16 / 116);

/** sRGB bytes to CIE Lab (D65). */
function labOf(pixels: Uint8Array, width: number, height: number): Planes {
  const count = width * height;
  const channels: Planes['channels'] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
  for (let i = 0; i < count; i++) {
    const r = linear[pixels[3 * i] ?? 0] ?? 0;
    const g = linear[pixels[3 * i + 1] ?? 0] ?? 0;
    const b = linear[pixels[3 * i + 2] ?? 0] ?? 0;
    const x = root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
    const y = root(0.2126 * r + 0.7152 * g + 0.0722 * b);
    const z = root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
    channels[0][i] = 116 * y - 16;
    channels[1][i] = 500 * (x - y);
    channels[2][i] = 200 * (y - z);
  }
  return { width, height, channels };
}

/** Mean over a square of side 2r + 1, by running sums, cut off at the borders. */
function boxBlur(plane: Float32Array, width: number, height: number, r: number): Float32Array {
  const across = new Float32Array(plane.length);
  const out = new Float32Array(plane.length);
  const line = (from: Float32Array, to: Float32Array, start: number, step: number, length: number): void => {
    let sum = 0;
    let count = 0;
    for (let i = -r; i < length; i++) {
      if (i + r < length) [sum, count] = [sum + (from[start + (i + r) * step] ?? 0), count + 1];
      if (i - r - 1 >= 0) [sum, count] = [sum - (from[start + (i - r - 1) * step] ?? 0), count - 1];
      if (i >= 0) to[start + i * step] = sum / count;
    }
  };
  for (let y = 0; y < height; y++) line(plane, across, y * width, 1, width);
  for (let x = 0; x < width; x++) line(across, out, x, width, height);
  return out;
}

/**
 * Minimum barrier distance of each pixel to the picture's border: the least (highest − lowest value) over the paths that
 * lead there. What belongs to the background is reached without a barrier; an object is not.
 */
function barrierDistance(plane: Float32Array, width: number, height: number): Float32Array {
  const distance = new Float32Array(plane.length).fill(Infinity);
  const high = Float32Array.from(plane);
  const low = Float32Array.from(plane);
  for (let x = 0; x < width; x++) distance[x] = distance[(height - 1) * width + x] = 0;
  for (let y = 0; y < height; y++) distance[y * width] = distance[y * width + width - 1] = 0;
  const relax = (at: number, from: number): void => {
    const value = plane[at] ?? 0;
    const top = Math.max(high[from] ?? 0, value);
    const bottom = Math.min(low[from] ?? 0, value);
    if (top - bottom >= (distance[at] ?? 0)) return;
    distance[at] = top - bottom;
    high[at] = top;
    low[at] = bottom;
  };
  for (let pass = 0; pass < passes; pass++) {
    const back = pass % 2 === 1;
    for (let n = 0; n < plane.length; n++) {
      const at = back ? plane.length - 1 - n : n;
      const x = at % width;
      const sideways = back ? x < width - 1 : x > 0;
      const upright = back ? at + width < plane.length : at >= width;
      if (sideways) relax(at, back ? at + 1 : at - 1);
      if (upright) relax(at, back ? at + width : at - width);
    }
  }
  return distance;
}

/** How unlike the colours of the border strips a pixel is, in their own spread; the strip that is least like the others does not count. */
function unlikeBorder({ width, height, channels }: Planes): Float32Array {
  const strip = Math.max(1, Math.round(Math.min(width, height) * 0.1));
  const sides: ((x: number, y: number) => boolean)[] = [
    (_x, y) => y < strip,
    (_x, y) => y >= height - strip,
    (x) => x < strip,
    (x) => x >= width - strip,
  ];
  const distances = sides.map((belongs) => {
    const stats = channels.map((plane) => spread(plane, width, belongs));
    return Float32Array.from(channels[0], (_, i) =>
      Math.sqrt(
        stats.reduce((sum, { mean, variance }, c) => sum + ((channels[c]?.[i] ?? 0) - mean) ** 2 / variance, 0),
      ),
    );
  });
  const scaled = distances.map(normalised);
  return channels[0].map((_, i) => {
    const values = scaled.map((one) => one[i] ?? 0);
    return values.reduce((sum, value) => sum + value, 0) - Math.max(...values);
  });
}

function spread(
  plane: Float32Array,
  width: number,
  belongs: (x: number, y: number) => boolean,
): { mean: number; variance: number } {
  let [n, sum, squares] = [0, 0, 0];
  plane.forEach((value, i) => {
    if (!belongs(i % width, Math.floor(i / width))) return;
    [n, sum, squares] = [n + 1, sum + value, squares + value * value];
  });
  const mean = sum / n;
  return { mean, variance: Math.max(squares / n - mean * mean, 0) + 25 }; // 5 Lab units: less is not seen as different
}

/** Centre-surround contrast in Lab at three scales: what differs from its surroundings, be it no object at all. */
function contrast({ width, height, channels }: Planes): Float32Array {
  const out = new Float32Array(width * height);
  const side = Math.min(width, height);
  for (const part of [1 / 12, 1 / 6, 1 / 3]) {
    for (const plane of channels) {
      const near = boxBlur(plane, width, height, 1);
      const far = boxBlur(plane, width, height, Math.max(2, Math.round(side * part)));
      near.forEach((value, i) => (out[i] = (out[i] ?? 0) + (value - (far[i] ?? 0)) ** 2));
    }
  }
  return out.map(Math.sqrt);
}

/** Likeness to skin by hue and chroma in Lab, for faces; weak, since sand and wood look alike. */
const skin = ({ channels: [light, a, b] }: Planes): Float32Array =>
  light.map((l, i) => {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    return l > 25 && l < 92 ? Math.exp(-((x - 16) ** 2 + (y - 19) ** 2) / 200) : 0;
  });

const greatest = (values: Float32Array): number => values.reduce((a, b) => Math.max(a, b), 0);

function normalised(values: Float32Array): Float32Array {
  const top = greatest(values);
  return top < 1e-6 ? new Float32Array(values.length) : values.map((value) => value / top);
}

/**
 * Saliency after J. Zhang, S. Sclaroff et al., "Minimum Barrier Salient Object Detection at 80 FPS", ICCV 2015 (barrier
 * distance and border colours; the colours' covariance is taken as diagonal), with a centre-surround contrast after
 * L. Itti et al., PAMI 1998, a weak skin term, and a preference for the centre. A classical measure, no trained model.
 */
export function saliencyMap(pixels: Uint8Array, width: number, height: number): SaliencyMap {
  const sharp = labOf(pixels, width, height);
  const [light, a, b] = sharp.channels;
  const lab: Planes = {
    width,
    height,
    channels: [boxBlur(light, width, height, 1), boxBlur(a, width, height, 1), boxBlur(b, width, height, 1)],
  };
  const barrier = new Float32Array(width * height);
  for (const plane of lab.channels)
    barrierDistance(plane, width, height).forEach((value, i) => (barrier[i] = (barrier[i] ?? 0) + value));
  const terms: [Float32Array, number][] = [
    [barrier, 1],
    [contrast(lab), 0.5],
  ];
  if (terms.every(([values]) => greatest(values) < invisible))
    return { width, height, values: new Float32Array(width * height) };
  const skinTone = skin(lab);
  const scaled = [...terms, [unlikeBorder(lab), 0.7] as const].map(
    ([values, weight]) => [normalised(values), weight] as const,
  );
  const sum = skinTone.map((tone, i) => {
    const seen = scaled.reduce((total, [values, weight]) => total + weight * (values[i] ?? 0), 0);
    return (seen + 0.3 * tone * seen) * centre(i, width, height);
  });
  return { width, height, values: normalised(sum) };
}

const centre = (i: number, width: number, height: number): number => {
  const dx = ((i % width) + 0.5) / width - 0.5;
  const dy = (Math.floor(i / width) + 0.5) / height - 0.5;
  return Math.exp(-(dx * dx + dy * dy) / (2 * 0.33 ** 2));
};
