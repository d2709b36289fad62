import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

type Rgb = [number, number, number];

/** Pixels of a picture that a function of place draws. */
export function pixelsOf(width: number, height: number, draw: (x: number, y: number) => Rgb): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let i = 0; i < width * height; i++) data.set(draw(i % width, Math.floor(i / width)), i * 3);
  return data;
}

export const drawn = (width: number, height: number, draw: (x: number, y: number) => Rgb) =>
  sharp(pixelsOf(width, height, draw), { raw: { width, height, channels: 3 } });

export const flat = (width: number, height: number, [r, g, b]: Rgb) =>
  sharp({ create: { width, height, channels: 3, background: { r, g, b } } });

export const red: Rgb = [200, 30, 30];
export const grey: Rgb = [128, 128, 128];

/** A red disc on grey; centre and radius in 0…1 of width and of the shorter side. */
export const disc = (width: number, height: number, cx: number, cy: number, radius: number) =>
  drawn(width, height, (x, y) =>
    Math.hypot(x - cx * width, y - cy * height) < radius * Math.min(width, height) ? red : grey,
  );

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
};

/** A whole and valid black PNG of one bit a pixel: a small file, however many pixels. */
export function blankPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(1, 8); // bits; then grey, deflate, no filter, not interlaced
  const rows = deflateSync(Buffer.alloc((1 + Math.ceil(width / 8)) * height));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

/** A folder of the test's own; `save` answers the path of what it keeps. */
export async function pictureFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'pictures-'));
  return {
    async save(name: string, content: Buffer | string): Promise<string> {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
