import { join } from 'node:path';
import '../../models/no-telemetry.ts';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { EnlargementScale } from '#domain/ports/picture-models.ts';
import type { Pixels } from '../pictures/opening.ts';
import { createResampler } from './resample.ts';

const folder = join(import.meta.dirname, '../../../assets/models');
const margin = 9; // px of the small picture that a pixel of the result depends on, each way
const usualTile = 160; // px of the small picture
/** Two threads that sleep when there is nothing to do, so that large pictures are done in time. */
const session = {
  intraOpNumThreads: 2,
  interOpNumThreads: 1,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
};

/** Luma (0…1) of a part of the picture; what lies outside repeats the border. */
function lumaOf({ data, width, height }: Pixels, left: number, top: number, columns: number, rows: number) {
  const luma = new Float32Array(columns * rows);
  for (let y = 0, at = 0; y < rows; y++) {
    const row = Math.min(height - 1, Math.max(0, top + y)) * width;
    for (let x = 0; x < columns; x++, at++) {
      const from = (row + Math.min(width - 1, Math.max(0, left + x))) * 3;
      luma[at] = (0.299 * (data[from] ?? 0) + 0.587 * (data[from + 1] ?? 0) + 0.114 * (data[from + 2] ?? 0)) / 255;
    }
  }
  return luma;
}

/**
 * FSRCNN (Dong, Loy, Tang, ECCV 2016; d = 56, s = 12, m = 4) on luma, chroma bicubic. The network answers the luma's
 * difference to bicubic, and a change of luma alone is the same change of red, green and blue. Tiles overlap by all that
 * a pixel depends on: the result has no seams and does not depend on the size of a tile.
 */
export async function openSuperResolution(scale: EnlargementScale) {
  const network = await InferenceSession.create(join(folder, `fsrcnn-x${scale}.onnx`), session);

  async function differenceOf(pixels: Pixels, left: number, top: number, columns: number, rows: number) {
    const [wide, high] = [columns + 2 * margin, rows + 2 * margin];
    const luma = lumaOf(pixels, left - margin, top - margin, wide, high);
    const { difference } = await network.run({ small: new Tensor('float32', luma, [1, 1, high, wide]) });
    if (!(difference?.data instanceof Float32Array)) throw new Error('the network answered no difference');
    return difference.data;
  }

  /** Fills a band of rows with the difference, over the whole width. */
  async function fillBand(band: Float32Array, pixels: Pixels, top: number, rows: number, tile: number): Promise<void> {
    const stride = pixels.width * scale;
    for (let left = 0; left < pixels.width; left += tile) {
      const columns = Math.min(tile, pixels.width - left);
      const part = await differenceOf(pixels, left, top, columns, rows);
      const width = columns * scale;
      for (let y = 0; y < rows * scale; y++)
        band.set(part.subarray(y * width, (y + 1) * width), y * stride + left * scale);
    }
  }

  /** The picture `scale` times as wide and high. */
  return async (pixels: Pixels, tile = usualTile): Promise<Pixels> => {
    const [width, height] = [pixels.width * scale, pixels.height * scale];
    const bicubicRow = createResampler(pixels, width, height);
    const data = new Uint8ClampedArray(width * height * 3);
    const row = new Float32Array(width * 3);
    const band = new Float32Array(width * Math.min(height, tile * scale));
    for (let top = 0; top < pixels.height; top += tile) {
      const rows = Math.min(tile, pixels.height - top);
      await fillBand(band, pixels, top, rows, tile);
      for (let y = 0; y < rows * scale; y++) {
        bicubicRow(top * scale + y, row);
        for (let x = 0; x < row.length; x++) row[x] = (row[x] ?? 0) + 255 * (band[y * width + Math.floor(x / 3)] ?? 0);
        data.set(row, (top * scale + y) * row.length);
      }
    }
    return { data: new Uint8Array(data.buffer), width, height };
  };
}
