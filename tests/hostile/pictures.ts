import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { blankPng } from '#tests/media-pictures/made-pictures.ts';
import { playlists, text, uint32, type Hostile, type Traps } from './traps.ts';

const chunk = (type: string, data: Buffer, isSound = true): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(data.length), body, uint32(crc32(body) ^ (isSound ? 0 : 1))]);
};
const pngHead = Buffer.from('89504e470d0a1a0a', 'hex');
const ihdr = (width: number, height: number, depth = 8, color = 2): Buffer =>
  Buffer.concat([uint32(width), uint32(height), Buffer.from([depth, color, 0, 0, 0])]);
const png = (...chunks: Buffer[]): Buffer => Buffer.concat([pngHead, ...chunks, chunk('IEND', Buffer.alloc(0))]);

const photo = (width = 64, height = 48) =>
  sharp({
    create: { width, height, channels: 3, background: '#884422', noise: { type: 'gaussian', mean: 120, sigma: 60 } },
  });

const cut = (name: string, whole: Buffer, shares: readonly number[]): Hostile[] =>
  shares.map((share) => ({
    name: `cut-${Math.round(share * 100)}-${name}`,
    content: whole.subarray(0, Math.floor(whole.length * share)),
  }));

/** A JPEG whose header says another size than it holds. */
function resized(jpeg: Buffer, width: number, height: number): Buffer {
  const bytes = Buffer.from(jpeg);
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(height, frame + 5);
  bytes.writeUInt16BE(width, frame + 7);
  return bytes;
}

const svg = (inner: string, head = '') =>
  `${head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="90">${inner}</svg>`;

const vectors = ({ canaryPath, url }: Traps): Hostile[] => {
  const laughs = '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>';
  return [
    text('remote.svg', svg(`<image xlink:href="${url}/a.png" width="90" height="90"/>`)),
    text('remote-svg.jpg', svg(`<image href="${url}/a.png" width="90" height="90"/>`)),
    text('local.svg', svg(`<image xlink:href="file://${canaryPath}" width="90" height="90"/>`)),
    text(
      'include.svg',
      svg(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${canaryPath}" parse="text"/>`),
    ),
    text('entity.svg', svg('<text>&x;</text>', `<!DOCTYPE s [<!ENTITY x SYSTEM "file://${canaryPath}">]>`)),
    text('laughs.svg', svg('<text>&c;</text>', laughs)),
    text('script.svg', svg(`<script>fetch("${url}")</script>`)),
    text(
      'delegate.mvg',
      `push graphic-context\nviewbox 0 0 9 9\nfill 'url(${url}/a.jpg"|ls "-la)'\npop graphic-context`,
    ),
    text(
      'read.msl',
      `<?xml version="1.0"?><image><read filename="${canaryPath}"/><write filename="/tmp/x.png"/></image>`,
    ),
    text('file.ps', `%!PS\n(${canaryPath}) (r) file 999 string readstring pop =\nshowpage\n`),
    text(
      'file.pdf',
      `%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/URI/URI(${url})>>>>endobj\ntrailer<</Root 1 0 R>>\n`,
    ),
    text('page.html', `<img src="${url}"><iframe src="file://${canaryPath}"></iframe>`),
  ];
};

/** Whole formats that nobody asked for, told by their first bytes. */
const strangers = (): Hostile[] =>
  (
    [
      ['a.tiff', '49492a0008000000'],
      ['big.tiff', '49492b00080000001000000000000000'],
      ['a.bmp', '424d460000000000000036000000280000000200000002000000010018000000000010000000'],
      ['a.ico', '00000100010010100000010020006804000016000000'],
      ['a.heic', '0000001866747970686569630000000068656963'],
      ['a.avif', '0000001c66747970617669660000000061766966'],
      ['a.jp2', '0000000c6a5020200d0a870a'],
      ['a.jxl', '0000000c4a584c200d0a870a'],
      ['a.psd', '384250530001000000000000000300000001'],
      ['a.exr', '762f310102000000'],
      ['a.hdr', '233f52414449414e43450a'],
      ['a.fits', '53494d504c4520203d2020202020202020202020202020202020202054'],
      ['a.exe', '4d5a90000300000004000000ffff0000'],
      ['a.zip', '504b03041400000008000000'],
      ['a.elf', '7f454c460201010000000000'],
    ] as const
  ).flatMap(([name, hex]) => [
    { name, content: Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(64)]) },
    { name: `${name}.jpg`, content: Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(64)]) },
  ]);

/** A GIF of so many frames of one pixel. */
const gif = (frames: number): Buffer => {
  const frame = Buffer.from('21f90400000000002c00000000010001000002024401003b'.slice(0, -2), 'hex');
  const head = Buffer.from('47494638396101000100800000000000ffffff', 'hex');
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame), Buffer.from('3b', 'hex')]);
};

function bombs(): Hostile[] {
  const idat = chunk('IDAT', deflateSync(Buffer.alloc(1000)));
  return [
    { name: 'twenty-thousand.png', content: blankPng(20_000, 20_000) },
    { name: 'sixty-thousand.png', content: png(chunk('IHDR', ihdr(65_535, 65_535)), idat) },
    { name: 'two-billion.png', content: png(chunk('IHDR', ihdr(0x7fffffff, 0x7fffffff)), idat) },
    { name: 'needle.png', content: png(chunk('IHDR', ihdr(1, 0x7fffffff)), idat) },
    { name: 'zero.png', content: png(chunk('IHDR', ihdr(0, 0)), idat) },
    { name: 'no-palette.png', content: png(chunk('IHDR', ihdr(9, 9, 8, 3)), idat) },
    { name: 'bad-sum.png', content: png(chunk('IHDR', ihdr(9, 9), false), idat) },
    { name: 'only-head.png', content: pngHead },
    { name: 'no-data.png', content: png(chunk('IHDR', ihdr(9, 9))) },
    { name: 'ten-thousand-frames.gif', content: gif(10_000) },
    { name: 'frames.gif.png', content: gif(3) },
  ];
}

async function damaged(): Promise<Hostile[]> {
  const jpeg = await photo().jpeg().toBuffer();
  const large = await photo(600, 400).jpeg({ quality: 90 }).toBuffer();
  const asPng = await photo(200, 200).png().toBuffer();
  const webp = await photo(200, 200).webp().toBuffer();
  const noTables = Buffer.from(jpeg);
  for (
    let at = noTables.indexOf(Buffer.from([0xff, 0xc4]));
    at !== -1;
    at = noTables.indexOf(Buffer.from([0xff, 0xc4]), at + 2)
  )
    noTables.fill(0xff, at + 4, at + 20);
  return [
    ...cut('photo.jpg', large, [0.01, 0.05, 0.2, 0.5, 0.8]),
    ...cut('photo.png', asPng, [0.05, 0.3, 0.7, 0.95]),
    ...cut('photo.webp', webp, [0.05, 0.3, 0.7, 0.95]),
    { name: 'huge-header.jpg', content: resized(jpeg, 65_500, 65_500) },
    { name: 'zero-width.jpg', content: resized(jpeg, 0, 48) },
    { name: 'no-tables.jpg', content: noTables },
    { name: 'only-start.jpg', content: Buffer.from('ffd8ff', 'hex') },
    {
      name: 'riff-size.webp',
      content: Buffer.concat([Buffer.from('RIFF'), uint32(0xffffffff), Buffer.from('WEBPVP8 ')]),
    },
    { name: 'empty.jpg', content: Buffer.alloc(0) },
    { name: 'zeros.png', content: Buffer.alloc(4096) },
  ];
}

/** Whole pictures with something else in them or in their names: taken, and nothing but the picture comes out. */
async function polyglots({ canaryPath, url }: Traps): Promise<Hostile[]> {
  const jpeg = await photo().jpeg().toBuffer();
  const asPng = await photo().png().toBuffer();
  const names = [
    '../../../etc/passwd.jpg',
    '..\\..\\windows\\x.jpg',
    '/etc/passwd',
    '-rf.jpg',
    '%d%d%d.jpg',
    '|id.jpg',
    '$(id).jpg',
    '`id`.jpg',
    'concat:a|b.jpg',
    'http://x/a.jpg',
    'a\u202egpj.exe',
    '照片 😀.jpg',
    `${'x'.repeat(400)}.jpg`,
    'CON.jpg',
    'info.json.jpg',
  ];
  return [
    {
      name: 'page.jpg',
      content: Buffer.concat([jpeg, Buffer.from(`<script>fetch("${url}")</script>`)]),
      accepts: true,
    },
    { name: 'archive.jpg', content: Buffer.concat([jpeg, Buffer.from('504b0304', 'hex')]), accepts: true },
    {
      name: 'code.png',
      content: Buffer.concat([asPng, Buffer.from(`<?php readfile("${canaryPath}") ?>`)]),
      accepts: true,
    },
    ...names.map((name): Hostile => ({ name, content: jpeg, accepts: true })),
  ];
}

/** Everything that is given out for a picture. */
export async function hostilePictures(traps: Traps): Promise<Hostile[]> {
  const lists = playlists(traps).flatMap(([ending, content]) => [
    text(`list.${ending}`, content),
    text(`list.${ending}.jpg`, content),
  ]);
  return [...lists, ...vectors(traps), ...strangers(), ...bombs(), ...(await damaged()), ...(await polyglots(traps))];
}
