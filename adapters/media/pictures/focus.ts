import { saliencyMap, type SaliencyMap } from '#adapters/media/pictures/saliency.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';

const mapSide = 96; // px of the longer side: enough for what a camera move can aim at
const searchSide = 48;
const mass = 0.75; // share of the saliency that the focus region holds
const middle: PictureFacts['focus'] = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };

/** Means over blocks, so that no side is longer than `side`; pixels with `channels` values each. */
function shrunk(values: ArrayLike<number>, width: number, height: number, channels: number, side: number) {
  const scale = Math.max(1, Math.max(width, height) / side);
  const [w, h] = [Math.max(1, Math.round(width / scale)), Math.max(1, Math.round(height / scale))];
  const out = new Float32Array(w * h * channels);
  const counts = new Uint32Array(w * h);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * h) / height) * w;
    for (let x = 0; x < width; x++) {
      const at = row + Math.floor((x * w) / width);
      counts[at] = (counts[at] ?? 0) + 1;
      for (let c = 0; c < channels; c++)
        out[at * channels + c] = (out[at * channels + c] ?? 0) + (values[(y * width + x) * channels + c] ?? 0);
    }
  }
  return { width: w, height: h, values: out.map((sum, i) => sum / (counts[Math.floor(i / channels)] ?? 1)) };
}

/** Saliency above its own mean: a busy background spreads thin and must not pull the region wide. */
function standingOut({ values, ...size }: SaliencyMap): SaliencyMap {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return { ...size, values: values.map((value) => Math.max(0, value - mean)) };
}

/** The smallest window that holds `mass` of a map, found exactly: every pair of rows, two fingers over the columns. */
function smallestWindow({ width, height, values }: SaliencyMap): PictureFacts['focus'] | undefined {
  const goal = mass * values.reduce((sum, value) => sum + value, 0);
  if (goal < 1e-6) return undefined;
  let best: PictureFacts['focus'] | undefined;
  let least = Infinity;
  for (let top = 0; top < height; top++) {
    const columns = new Float32Array(width);
    for (let bottom = top; bottom < height; bottom++) {
      for (let x = 0; x < width; x++) columns[x] = (columns[x] ?? 0) + (values[bottom * width + x] ?? 0);
      let [left, sum] = [0, 0];
      for (let right = 0; right < width; right++) {
        sum += columns[right] ?? 0;
        while (left < right && sum - (columns[left] ?? 0) >= goal) sum -= columns[left++] ?? 0;
        const [w, h] = [right - left + 1, bottom - top + 1];
        if (sum < goal || w * h >= least) continue;
        least = w * h;
        best = { x: left / width, y: top / height, width: w / width, height: h / height };
      }
    }
  }
  return best;
}

/** The region of a picture that the eye goes to; the middle half where nothing stands out. */
export function focusRegion(pixels: Uint8Array, width: number, height: number): PictureFacts['focus'] {
  const small = shrunk(pixels, width, height, 3, mapSide);
  const map = saliencyMap(Uint8Array.from(small.values, Math.round), small.width, small.height);
  const search = shrunk(map.values, map.width, map.height, 1, searchSide);
  return smallestWindow(standingOut(search)) ?? middle;
}
