/** A dominant colour: the mean of its pixels (0…255) and its share of them. */
export interface DominantColor {
  rgb: [number, number, number];
  share: number;
}

interface Cells {
  values: Float64Array; // r, g, b of each cell's mean
  weights: Float64Array; // pixels in each cell
  count: number;
}

const mostRounds = 20;
const fewColors = 1024; // up to so many are told apart exactly
const noCells: Cells = { values: new Float64Array(), weights: new Float64Array(), count: 0 };
const settled = 0.5; // way in RGB below which a centre rests

/** The few colours of a drawing as they are; of a photograph, the cells of a histogram of 5 bits a channel, each by its mean. */
function cellsOf(pixels: Uint8Array): Cells {
  const exact = gathered(pixels, (r, g, b) => (r << 16) | (g << 8) | b, fewColors);
  return exact ?? gathered(pixels, (r, g, b) => ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3)) ?? noCells;
}

/** Pixels by key; undefined when there are more than `most` keys. */
function gathered(
  pixels: Uint8Array,
  keyOf: (r: number, g: number, b: number) => number,
  most = Infinity,
): Cells | undefined {
  const indexOf = new Map<number, number>();
  const values: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i + 2 < pixels.length; i += 3) {
    const [r = 0, g = 0, b = 0] = [pixels[i], pixels[i + 1], pixels[i + 2]];
    const key = keyOf(r, g, b);
    const known = indexOf.get(key);
    const at = known ?? weights.length;
    if (known === undefined) {
      if (at >= most) return undefined;
      indexOf.set(key, at);
      values.push(0, 0, 0);
      weights.push(0);
    }
    values[3 * at] = (values[3 * at] ?? 0) + r;
    values[3 * at + 1] = (values[3 * at + 1] ?? 0) + g;
    values[3 * at + 2] = (values[3 * at + 2] ?? 0) + b;
    weights[at] = (weights[at] ?? 0) + 1;
  }
  const means = values.map((sum, i) => sum / (weights[Math.floor(i / 3)] ?? 1));
  return { values: Float64Array.from(means), weights: Float64Array.from(weights), count: weights.length };
}

type Center = [number, number, number];
const cellAt = ({ values }: Cells, i: number): Center => [
  values[3 * i] ?? 0,
  values[3 * i + 1] ?? 0,
  values[3 * i + 2] ?? 0,
];
const apart = ([a, b, c]: Center, [d, e, f]: Center): number => (a - d) ** 2 + (b - e) ** 2 + (c - f) ** 2;

/** Seeds: the fullest cell, then again and again the cell whose pixels are worst served by the seeds so far. No chance in it. */
function seeds(cells: Cells, k: number): Center[] {
  const away = new Float64Array(cells.count).fill(Infinity);
  const centers: Center[] = [];
  let next = cells.weights.indexOf(cells.weights.reduce((a, b) => Math.max(a, b), 0));
  while (centers.length < Math.min(k, cells.count)) {
    const center = cellAt(cells, next);
    centers.push(center);
    let worst = -1;
    for (let i = 0; i < cells.count; i++) {
      const distance = Math.min(away[i] ?? 0, apart(cellAt(cells, i), center));
      away[i] = distance;
      const cost = distance * (cells.weights[i] ?? 0);
      if (cost > worst) [worst, next] = [cost, i];
    }
  }
  return centers;
}

/** One round of Lloyd's: sums of r, g, b and weight of the cells that each centre is nearest to. */
function assigned({ values, weights, count }: Cells, centers: readonly Center[]): Float64Array {
  const flat = Float64Array.from(centers.flat());
  const sums = new Float64Array(centers.length * 4);
  for (let i = 0; i < count; i++) {
    const [r, g, b, weight] = [values[3 * i] ?? 0, values[3 * i + 1] ?? 0, values[3 * i + 2] ?? 0, weights[i] ?? 0];
    let best = 0;
    let least = Infinity;
    for (let j = 0; j < centers.length; j++) {
      const [dr, dg, db] = [r - (flat[3 * j] ?? 0), g - (flat[3 * j + 1] ?? 0), b - (flat[3 * j + 2] ?? 0)];
      const distance = dr * dr + dg * dg + db * db;
      if (distance < least) {
        least = distance;
        best = 4 * j;
      }
    }
    sums[best] = (sums[best] ?? 0) + r * weight;
    sums[best + 1] = (sums[best + 1] ?? 0) + g * weight;
    sums[best + 2] = (sums[best + 2] ?? 0) + b * weight;
    sums[best + 3] = (sums[best + 3] ?? 0) + weight;
  }
  return sums;
}

/**
 * The k main colours of RGB pixels, largest share first: Lloyd's k-means on histogram cells, the same result for the same
 * pixels. Fewer than k when the pixels have fewer colours.
 */
export function dominantColors(pixels: Uint8Array, k: number): DominantColor[] {
  const cells = cellsOf(pixels);
  let centers = seeds(cells, k);
  let weights: number[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const sums = assigned(cells, centers);
    const moved = centers.map((center, j): Center => {
      const [r = 0, g = 0, b = 0, n = 0] = sums.subarray(4 * j, 4 * j + 4);
      return n === 0 ? center : [r / n, g / n, b / n];
    });
    const shift = moved.reduce((most, center, j) => Math.max(most, apart(center, centers[j] ?? center)), 0);
    centers = moved;
    weights = centers.map((_, j) => sums[4 * j + 3] ?? 0);
    if (shift < settled ** 2) break;
  }
  const total = weights.reduce((sum, one) => sum + one, 0);
  return centers
    .map((rgb, j) => ({ rgb, share: total === 0 ? 0 : (weights[j] ?? 0) / total }))
    .filter(({ share }) => share > 0)
    .toSorted((a, b) => b.share - a.share);
}
