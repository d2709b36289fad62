const rate = 8000; // Hz

/** A recording (WAV, 16 bits, one channel) of a tune of its own, so many seconds long. */
function recording(tune: number, seconds: number): Buffer {
  const frames = Math.round(rate * seconds);
  const bytes = Buffer.alloc(44 + frames * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + frames * 2, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20); // PCM
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(frames * 2, 40);
  for (let i = 0; i < frames; i++) {
    const tone = 200 + ((tune * 7919 + Math.floor(i / 400) * 104_729) % 1500);
    bytes.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * tone * i) / rate)), 44 + i * 2);
  }
  return bytes;
}

/** A file that musicians of a story upload; without a length it is no song. */
export interface PreparedSong {
  name: string;
  content: Buffer;
  durationMs?: number;
}

/** As short as songs may be. */
export const songs: readonly PreparedSong[] = [5200, 5600].map((durationMs, tune) => ({
  name: `song${tune}`,
  content: recording(tune, durationMs / 1000),
  durationMs,
}));

export const noSong: PreparedSong = { name: 'noise', content: Buffer.from('this is no song') };
