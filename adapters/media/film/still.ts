import sharp from 'sharp';
import { openKernel } from '../kernel/kernel.ts';
import type { Size } from '../geometry.ts';

/** Writes one frame, planar 4:2:0, as a JPEG. */
export async function writeStill(frame: Uint8Array, { width, height }: Size, file: string): Promise<void> {
  const kernel = openKernel(frame.length + width * height * 3);
  const memory = new Uint8Array(kernel.memory.buffer);
  memory.set(frame);
  const luma = width * height;
  kernel.yuvToRgb(0, luma, luma * 1.25, width, height, frame.length);
  const rgb = memory.subarray(frame.length, frame.length + luma * 3);
  await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 88 })
    .toFile(file);
}
