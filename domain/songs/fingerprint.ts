/**
 * A fingerprint of a song is a row of words of 32 bits, about eight a second: Chromaprint's (algorithm 1, the one of
 * `fpcalc -raw`). As text: the words in base64, little-endian.
 */
export type Fingerprint = Uint32Array;

export function encodeFingerprint(words: ArrayLike<number>): string {
  const bytes = Buffer.alloc(words.length * 4);
  for (let i = 0; i < words.length; i++) bytes.writeUInt32LE(words[i] ?? 0, 4 * i);
  return bytes.toString('base64');
}

export function decodeFingerprint(text: string): Fingerprint {
  const bytes = Buffer.from(text, 'base64');
  return Uint32Array.from({ length: bytes.length >> 2 }, (_, i) => bytes.readUInt32LE(4 * i));
}
