import { open, type FileHandle } from 'node:fs/promises';
import sharp from 'sharp';
import type { Size } from '../geometry.ts';

const stripRows = 256; // a whole number of MCU rows (16 px at 4:2:0)
const mcu = 16;
const quality = 86;

const marker = { scan: 0xda, frame: 0xc0, end: 0xd9, restart: 0xd0, interval: 0xdd } as const;

/** A JPEG in its parts: everything up to the coded data, and the coded data. */
interface Coded {
  head: Buffer;
  scan: Buffer;
}

export interface StripEncoder {
  /** Takes rows of RGB pixels, as many as come; they may be changed afterwards. */
  write(rows: Buffer): Promise<void>;
  /** Encodes what is left; all rows must have come. */
  end(): Promise<void>;
  /** Waits for what is being encoded and lets go of the file. */
  close(): Promise<void>;
}

/**
 * A JPEG as tall as the format allows, in the memory of a few strips: baseline strips with the standard tables, coded one
 * by one, are one picture when restart markers stand between them (ITU-T T.81, E.1.4): a restart begins like a picture.
 */
export async function openStripEncoder(file: string, size: Size): Promise<StripEncoder> {
  const out = await open(file, 'w');
  const strip = Buffer.alloc(size.width * stripRows * 3);
  const joined = joinedIn(out, size);
  let filled = 0;
  let coding = Promise.resolve();

  /** One strip is coded while the next is filled. */
  async function flush(): Promise<void> {
    const rows = Buffer.from(strip.subarray(0, filled));
    filled = 0;
    await coding;
    coding = coded(rows, size.width).then(joined.add);
    coding.catch(() => undefined); // it is awaited before the next one
  }

  return {
    async write(rows) {
      for (let from = 0; from < rows.length;) {
        const taken = rows.copy(strip, filled, from);
        from += taken;
        filled += taken;
        if (filled === strip.length) await flush();
      }
    },
    async end() {
      if (filled > 0) await flush();
      await coding;
      await joined.end();
    },
    async close() {
      await coding.catch(() => undefined);
      await out.close();
    },
  };
}

/** Writes the coded strips behind each other: the head of the first with the whole height, then their data. */
function joinedIn(out: FileHandle, { width, height }: Size) {
  let count = 0;
  let rows = 0;
  return {
    async add({ head, scan }: Coded): Promise<void> {
      if (count === 0) await out.write(wholeHead(head, { width, height }));
      else await out.write(Buffer.from([0xff, marker.restart + ((count - 1) % 8)]));
      await out.write(scan);
      count++;
      rows += heightIn(head);
    },
    async end(): Promise<void> {
      if (rows !== height) throw new Error(`${rows} of ${height} rows were drawn`);
      await out.write(Buffer.from([0xff, marker.end]));
    },
  };
}

/** Baseline and with the standard Huffman tables, so that all strips have the same head but for their height. */
async function coded(rows: Buffer, width: number): Promise<Coded> {
  const raw = { width, height: rows.length / width / 3, channels: 3 } as const;
  const jpeg = await sharp(rows, { raw })
    .jpeg({ quality, chromaSubsampling: '4:2:0', optimiseCoding: false, progressive: false })
    .toBuffer();
  const scan = segmentAt(jpeg, marker.scan);
  const data = scan + 2 + jpeg.readUInt16BE(scan + 2);
  return { head: jpeg.subarray(0, data), scan: jpeg.subarray(data, jpeg.length - 2) };
}

/** Where a segment begins. */
function segmentAt(jpeg: Buffer, wanted: number): number {
  for (let at = 2; at + 4 <= jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2)) if (jpeg[at + 1] === wanted) return at;
  throw new Error('a strip is no baseline JPEG');
}

const heightIn = (head: Buffer): number => head.readUInt16BE(segmentAt(head, marker.frame) + 5);

/** The head with the height of the whole picture and the interval of restarts, which counts MCUs. */
function wholeHead(head: Buffer, { width, height }: Size): Buffer {
  const whole = Buffer.from(head);
  whole.writeUInt16BE(height, segmentAt(whole, marker.frame) + 5);
  const interval = Buffer.from([0xff, marker.interval, 0, 4, 0, 0]);
  interval.writeUInt16BE(Math.ceil(width / mcu) * (stripRows / mcu), 4);
  const scan = segmentAt(whole, marker.scan);
  return Buffer.concat([whole.subarray(0, scan), interval, whole.subarray(scan)]);
}
