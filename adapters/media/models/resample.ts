import type { Pixels } from '../pictures/opening.ts';

/** How one axis is resampled: pixel i of the result is the weighted sum of `taps` pixels from `starts[i]` on. */
interface Axis {
  taps: number;
  starts: Int32Array;
  weights: Float32Array;
}

const channels = 3;

/** Keys' cubic convolution with a = -0.5, as Matlab and Pillow have it. */
function cubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/** Where the axis shrinks, the kernel is widened against aliasing; what would lie outside has no weight. */
function axisOf(from: number, to: number): Axis {
  const step = from / to;
  const stretch = Math.max(1, step);
  const taps = Math.min(from, Math.ceil(4 * stretch) + 1);
  const starts = new Int32Array(to);
  const weights = new Float32Array(to * taps);
  for (let i = 0; i < to; i++) {
    const center = (i + 0.5) * step - 0.5;
    const first = Math.floor(center - 2 * stretch) + 1;
    const start = Math.min(Math.max(0, first), from - taps);
    starts[i] = start;
    const own = Array.from({ length: taps }, (_, k) => cubic((start + k - center) / stretch));
    const sum = own.reduce((a, b) => a + b, 0);
    own.forEach((weight, k) => (weights[i * taps + k] = weight / sum));
  }
  return { taps, starts, weights };
}

/** Bicubic resampling, row by row: the answered function writes row y of the result, in RGB, into `out`. */
export function createResampler({ data, width, height }: Pixels, toWidth: number, toHeight: number) {
  const across = axisOf(width, toWidth);
  const down = axisOf(height, toHeight);
  const mixed = new Float32Array(width * channels);

  function mixRows(y: number): void {
    mixed.fill(0);
    for (let k = 0; k < down.taps; k++) {
      const weight = down.weights[y * down.taps + k] ?? 0;
      const row = ((down.starts[y] ?? 0) + k) * width * channels;
      if (weight !== 0)
        for (let i = 0; i < mixed.length; i++) mixed[i] = (mixed[i] ?? 0) + weight * (data[row + i] ?? 0);
    }
  }

  return (y: number, out: Float32Array): void => {
    mixRows(y);
    for (let x = 0; x < toWidth; x++) {
      let [r, g, b] = [0, 0, 0];
      let at = (across.starts[x] ?? 0) * channels;
      for (let k = x * across.taps; k < (x + 1) * across.taps; k++, at += channels) {
        const weight = across.weights[k] ?? 0;
        r += weight * (mixed[at] ?? 0);
        g += weight * (mixed[at + 1] ?? 0);
        b += weight * (mixed[at + 2] ?? 0);
      }
      out[x * channels] = r;
      out[x * channels + 1] = g;
      out[x * channels + 2] = b;
    }
  };
}

/** The whole picture at another size, rounded to 8 bits. */
export function resample(pixels: Pixels, width: number, height: number): Pixels {
  const rowOf = createResampler(pixels, width, height);
  const data = new Uint8ClampedArray(width * height * channels);
  const row = new Float32Array(width * channels);
  for (let y = 0; y < height; y++) {
    rowOf(y, row);
    data.set(row, y * row.length);
  }
  return { data: new Uint8Array(data.buffer), width, height };
}
