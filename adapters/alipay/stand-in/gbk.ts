/** Characters of GBK by what they are decoded to; browsers and Node can only decode it. */
function readCodes(): Map<string, [number, number]> {
  const decoder = new TextDecoder('gbk');
  const codes = new Map<string, [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++)
      if (trail !== 0x7f) codes.set(decoder.decode(new Uint8Array([lead, trail])), [lead, trail]);
  return codes;
}
let codes: ReturnType<typeof readCodes> | undefined;

/** A text as GBK, `?` for what it does not have. */
export function toGbk(text: string): Uint8Array {
  const known = (codes ??= readCodes());
  const bytesOf = (sign: string): number[] => (sign < '\u0080' ? [sign.charCodeAt(0)] : (known.get(sign) ?? [0x3f]));
  return new Uint8Array(Array.from(text).flatMap(bytesOf));
}
