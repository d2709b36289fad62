import { DomainError } from '#domain/shared/errors.ts';

const broken = () => new DomainError('invalid', 'bad_picture', 'a picture whose parts cannot be told apart');
const exifHead = Buffer.from('Exif\0\0', 'latin1');

/** Which way up a TIFF block says the picture is; 1 is upright. */
function orientationOf(tiff: Buffer): number {
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let i = 0, at = directory + 2; i < short(directory); i++, at += 12)
    if (short(at) === 0x0112) return short(at + 8);
  return 1;
}

/** The orientation of an EXIF block, alone: a TIFF block with one entry. What cannot be read is taken for upright. */
function onlyOrientation(tiff: Buffer): Buffer | undefined {
  let orientation = 1;
  try {
    orientation = orientationOf(tiff);
  } catch {
    return undefined;
  }
  if (orientation < 2 || orientation > 8) return undefined;
  const block = Buffer.from('49492a00080000000100120103000100000000000000', 'hex');
  block.writeUInt16LE(orientation, 18);
  return Buffer.concat([block, Buffer.alloc(4)]);
}

/** Where the coded picture data that begins here ends: at the first marker that is not part of it. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

function strippedSegment(marker: number, segment: Buffer): Buffer[] {
  const payload = segment.subarray(4);
  if (marker === 0xe1 && payload.subarray(0, 6).equals(exifHead)) {
    const kept = onlyOrientation(payload.subarray(6));
    if (!kept) return [];
    const size = Buffer.alloc(2);
    size.writeUInt16BE(2 + exifHead.length + kept.length);
    return [Buffer.from([0xff, 0xe1]), size, exifHead, kept];
  }
  if (marker === 0xe2) return payload.toString('latin1', 0, 12) === 'ICC_PROFILE\0' ? [segment] : [];
  const isKept = marker === 0xe0 || marker === 0xee || (marker < 0xe0 && marker >= 0xc0);
  return isKept ? [segment] : []; // other application data and comments
}

/** Up to the end of the first picture: some cameras append others, with data of their own. */
function stripJpeg(bytes: Buffer): Buffer {
  const kept = [bytes.subarray(0, 2)];
  for (let at = 2; at + 1 < bytes.length;) {
    if (bytes[at] !== 0xff) throw broken();
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1; // a fill byte
      continue;
    }
    if (marker === 0xd9) break;
    if (at + 4 > bytes.length) throw broken();
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length || end < at + 4) throw broken();
    kept.push(...strippedSegment(marker, bytes.subarray(at, end)));
    at = end;
    if (marker !== 0xda) continue;
    at = endOfScan(bytes, end);
    kept.push(bytes.subarray(end, at));
  }
  return Buffer.concat([...kept, Buffer.from([0xff, 0xd9])]);
}

const toldInPng = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME']);

function stripPng(bytes: Buffer): Buffer {
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (end > bytes.length) throw broken();
    if (!toldInPng.has(type)) kept.push(bytes.subarray(at, end));
    if (type === 'IEND') break;
    at = end;
  }
  return Buffer.concat(kept);
}

function webpChunk(type: string, payload: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(payload.length, 4);
  return Buffer.concat([head, payload, Buffer.alloc(payload.length % 2)]);
}

function strippedWebpChunk(type: string, payload: Buffer): Buffer | undefined {
  if (type === 'XMP ') return undefined;
  if (type !== 'EXIF') return webpChunk(type, payload);
  const tiff = payload.subarray(0, 6).equals(exifHead) ? payload.subarray(6) : payload;
  const kept = onlyOrientation(tiff);
  return kept && webpChunk(type, kept);
}

const exifFlag = 0x08;
const xmpFlag = 0x04;

function stripWebp(bytes: Buffer): Buffer {
  const chunks: Buffer[] = [];
  let hasExif = false;
  for (let at = 12; at + 8 <= bytes.length;) {
    const type = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (at + 8 + size > bytes.length) throw broken();
    const kept = strippedWebpChunk(type, bytes.subarray(at + 8, at + 8 + size));
    if (kept) chunks.push(kept);
    if (kept && type === 'EXIF') hasExif = true;
    at += 8 + size + (size % 2);
  }
  const [first] = chunks;
  if (first?.toString('latin1', 0, 4) === 'VP8X')
    first[8] = ((first[8] ?? 0) & ~(exifFlag | xmpFlag)) | (hasExif ? exifFlag : 0);
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  const head = Buffer.alloc(8);
  head.write('RIFF', 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

/**
 * The same picture without what it tells besides itself: place, time, camera, comments. Nothing is decoded or encoded
 * again; which way up it is stays (JPEG and WebP). Refuses `bad_picture` where its structure is broken.
 */
export function stripPicture(bytes: Buffer): Buffer {
  if (bytes.length < 12) throw broken();
  if (bytes.readUInt16BE(0) === 0xffd8) return stripJpeg(bytes);
  if (bytes.toString('latin1', 1, 4) === 'PNG') return stripPng(bytes);
  if (bytes.toString('latin1', 8, 12) === 'WEBP') return stripWebp(bytes);
  throw broken();
}
