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
const settled = 0.5; // way in RGB below which a centre rests

/** Pixels gathered in the cells of a 5-bit-per-channel histogram; a cell stands for its own mean. */
function cellsOf(pixels: Uint8Array): Cells {
  const sums = new Float64Array(32768 * 4);
  for (let i = 0; i + 2 < pixels.length; i += 3) {
    const [r = 0, g = 0, b = 0] = [pixels[i], pixels[i + 1], pixels[i + 2]];
    const at = (((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3)) * 4;
    sums[at] = (sums[at] ?? 0) + r;
    sums[at + 1] = (sums[at + 1] ?? 0) + g;
    sums[at + 2] = (sums[at + 2] ?? 0) + b;
    sums[at + 3] = (sums[at + 3] ?? 0) + 1;
  }
  const values: number[] = [];
  const weights: number[] = [];
  for (let at = 0; at < sums.length; at += 4) {
    const weight = sums[at + 3] ?? 0;
    if (weight === 0) continue;
    values.push((sums[at] ?? 0) / weight, (sums[at + 1] ?? 0) / weight, (sums[at + 2] ?? 0) / weight);
    weights.push(weight);
  }
  return { values: Float64Array.from(values), weights: Float64Array.from(weights), count: weights.length };
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

const nearest = (cell: Center, centers: readonly Center[]): number => {
  let best = 0;
  let least = Infinity;
  centers.forEach((center, j) => {
    const distance = apart(cell, center);
    if (distance < least) [least, best] = [distance, j];
  });
  return best;
};

/**
 * The k main colours of RGB pixels, largest share first: Lloyd's k-means on histogram cells, the same result for the same
 * pixels. Fewer than k when the pixels have fewer colours.
 */
export function dominantColors(pixels: Uint8Array, k: number): DominantColor[] {
  const cells = cellsOf(pixels);
  let centers = seeds(cells, k);
  let weights: number[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const sums = centers.map((): [number, number, number, number] => [0, 0, 0, 0]);
    for (let i = 0; i < cells.count; i++) {
      const cell = cellAt(cells, i);
      const weight = cells.weights[i] ?? 0;
      const sum = sums[nearest(cell, centers)];
      if (sum === undefined) continue;
      cell.forEach((value, channel) => (sum[channel] = (sum[channel] ?? 0) + value * weight));
      sum[3] += weight;
    }
    const moved = sums.map(([r, g, b, n], j): Center => (n === 0 ? (centers[j] ?? [0, 0, 0]) : [r / n, g / n, b / n]));
    const shift = moved.reduce((most, center, j) => Math.max(most, apart(center, centers[j] ?? center)), 0);
    centers = moved;
    weights = sums.map(([, , , n]) => n);
    if (shift < settled ** 2) break;
  }
  const total = weights.reduce((sum, one) => sum + one, 0);
  return centers
    .map((rgb, j) => ({ rgb, share: total === 0 ? 0 : (weights[j] ?? 0) / total }))
    .filter(({ share }) => share > 0)
    .toSorted((a, b) => b.share - a.share);
}
