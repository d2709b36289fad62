/**
 * How a song sounds: words of 32 bits, about eight a second, of Chromaprint's algorithm 1, the one of `fpcalc -raw`. As
 * bytes they are little-endian, as text those bytes in base64.
 */
export type Fingerprint = Uint32Array;

/** The words in their bytes; a rest of less than four is none. */
export function wordsIn(bytes: Uint8Array): Fingerprint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.byteLength >> 2 }, (_, i) => view.getUint32(4 * i, true));
}

export function bytesOf(words: Fingerprint): Buffer {
  const bytes = Buffer.alloc(words.length * 4);
  for (const [i, word] of words.entries()) bytes.writeUInt32LE(word, 4 * i);
  return bytes;
}

export const decodeFingerprint = (text: string): Fingerprint => wordsIn(Buffer.from(text, 'base64'));
export const encodeFingerprint = (words: Fingerprint): string => bytesOf(words).toString('base64');
