import { open } from 'node:fs/promises';
import type { SongFormat } from '#domain/songs/song.plan.ts';

const headBytes = 65_536;
const streamed = 0x7fff_ffff; // from here on the length of a WAV means that nobody knew it

async function bytesOf(file: string, start: number, length: number): Promise<Buffer> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
  return buffer.subarray(0, bytesRead);
}

/** Length of the ID3v2 tag before an MP3, bytes: four times seven bits, and its own ten. */
function tagBytes(head: Buffer): number {
  if (head.toString('latin1', 0, 3) !== 'ID3') return 0;
  return 10 + [...head.subarray(6, 10)].reduce((size, seven) => size * 128 + (seven & 0x7f), 0);
}

/** True where the first frame of an MP3 counts the frames; without it a player can but guess from the bit rate. */
async function countsFrames(file: string): Promise<boolean> {
  const tag = tagBytes(await bytesOf(file, 0, 10));
  const frame = (await bytesOf(file, tag, 2048)).toString('latin1');
  return ['Xing', 'Info', 'VBRI'].some((mark) => frame.includes(mark));
}

/** What the header of a WAV says that its samples last, s; ffmpeg believes the file's size instead. */
async function wavSeconds(file: string): Promise<number> {
  const head = await bytesOf(file, 0, headBytes);
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= head.length; at += 8 + head.readUInt32LE(at + 4)) {
    const [name, size] = [head.toString('latin1', at, at + 4), head.readUInt32LE(at + 4)];
    if (name === 'data') return size < streamed && bytesPerSecond > 0 ? size / bytesPerSecond : 0;
    if (name === 'fmt ' && at + 20 <= head.length) bytesPerSecond = head.readUInt32LE(at + 16);
  }
  return 0;
}

/** How long a file says that it is, s, so that one cut short in transit is noticed; 0 where its form does not say. `probed`: what ffprobe believes. */
export async function claimedSeconds(file: string, format: SongFormat, probed: number): Promise<number> {
  if (format === 'wav') return wavSeconds(file);
  const isCounted = format === 'flac' || format === 'm4a' || (format === 'mp3' && (await countsFrames(file)));
  return isCounted ? probed : 0;
}
