// RGB to planar YUV 4:2:0, BT.709, limited range, in 15-bit fixed point, eight pixels of two lines at a time; and back, for one frame.

const Y_R: i16 = 5983; // 0.2126 · 219/255 · 2^15
const Y_G: i16 = 20127;
const Y_B: i16 = 2032;
const U_R: i16 = -3298; // -0.2126 / 1.8556 · 224/255 · 2^15
const U_G: i16 = -11094;
const U_B: i16 = 14392;
const V_G: i16 = -13072; // -0.7152 / 1.5748 · 224/255 · 2^15
const V_B: i16 = -1320;

// Eight pixels are 24 bytes: bytes 0…15 come from one load, 16…23 from another.
@inline
function reds(a: v128, b: v128): v128 {
  return i16x8.extend_low_i8x16_u(i8x16.shuffle(a, b, 0, 3, 6, 9, 12, 15, 18, 21, 0, 0, 0, 0, 0, 0, 0, 0));
}

@inline
function greens(a: v128, b: v128): v128 {
  return i16x8.extend_low_i8x16_u(i8x16.shuffle(a, b, 1, 4, 7, 10, 13, 16, 19, 22, 0, 0, 0, 0, 0, 0, 0, 0));
}

@inline
function blues(a: v128, b: v128): v128 {
  return i16x8.extend_low_i8x16_u(i8x16.shuffle(a, b, 2, 5, 8, 11, 14, 17, 20, 23, 0, 0, 0, 0, 0, 0, 0, 0));
}

@inline
function pairs(a: i16, b: i16): v128 {
  return i32x4.splat((<i32>b << 16) | (<i32>a & 0xffff));
}

/** Weighted sum of three channels of which the lower or upper four lanes are taken. */
@inline
function sumLow(r: v128, g: v128, b: v128, rg: v128, b0: v128): v128 {
  const zero = i16x8.splat(0);
  return i32x4.add(
    i32x4.dot_i16x8_s(i16x8.shuffle(r, g, 0, 8, 1, 9, 2, 10, 3, 11), rg),
    i32x4.dot_i16x8_s(i16x8.shuffle(b, zero, 0, 8, 1, 9, 2, 10, 3, 11), b0),
  );
}

@inline
function sumHigh(r: v128, g: v128, b: v128, rg: v128, b0: v128): v128 {
  const zero = i16x8.splat(0);
  return i32x4.add(
    i32x4.dot_i16x8_s(i16x8.shuffle(r, g, 4, 12, 5, 13, 6, 14, 7, 15), rg),
    i32x4.dot_i16x8_s(i16x8.shuffle(b, zero, 4, 12, 5, 13, 6, 14, 7, 15), b0),
  );
}

@inline
function storeLuma(r: v128, g: v128, b: v128, target: usize): void {
  const rg = pairs(Y_R, Y_G);
  const b0 = pairs(Y_B, 0);
  const offset = i32x4.splat((16 << 15) + (1 << 14));
  const low = i32x4.shr_s(i32x4.add(sumLow(r, g, b, rg, b0), offset), 15);
  const high = i32x4.shr_s(i32x4.add(sumHigh(r, g, b, rg, b0), offset), 15);
  const eight = i16x8.narrow_i32x4_s(low, high);
  v128.store64_lane(target, i8x16.narrow_i16x8_u(eight, eight), 0);
}

@inline
function storeChroma(r: v128, g: v128, b: v128, rg: v128, b0: v128, target: usize): void {
  const offset = i32x4.splat((128 << 17) + (1 << 16)); // sums of four pixels: two more bits
  const four = i32x4.shr_s(i32x4.add(sumLow(r, g, b, rg, b0), offset), 17);
  const eight = i16x8.narrow_i32x4_s(four, four);
  v128.store32_lane(target, i8x16.narrow_i16x8_u(eight, eight), 0);
}

@inline
function fourSums(upper: v128, lower: v128): v128 {
  const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.add(upper, lower));
  return i16x8.narrow_i32x4_s(sums, sums);
}

/** Converts a strip of RGB24; width is a multiple of 8, height even; the source may be read 8 bytes beyond its end. */
export function rgbToYuv(
  source: usize,
  width: i32,
  height: i32,
  luma: usize,
  lumaStride: i32,
  u: usize,
  v: usize,
  chromaStride: i32,
): void {
  const line = <usize>width * 3;
  const uRG = pairs(U_R, U_G);
  const uB0 = pairs(U_B, 0);
  const vRG = pairs(U_B, V_G);
  const vB0 = pairs(V_B, 0);
  for (let y = 0; y < height; y += 2) {
    const upper = source + <usize>y * line;
    const lower = upper + line;
    const target = luma + <usize>y * <usize>lumaStride;
    const chroma = <usize>(y >> 1) * <usize>chromaStride;
    for (let x = 0; x < width; x += 8) {
      const at = <usize>x * 3;
      const a0 = v128.load(upper + at);
      const b0 = v128.load(upper + at, 16);
      const a1 = v128.load(lower + at);
      const b1 = v128.load(lower + at, 16);
      const r0 = reds(a0, b0);
      const g0 = greens(a0, b0);
      const l0 = blues(a0, b0);
      const r1 = reds(a1, b1);
      const g1 = greens(a1, b1);
      const l1 = blues(a1, b1);
      storeLuma(r0, g0, l0, target + x);
      storeLuma(r1, g1, l1, target + <usize>lumaStride + x);
      const r = fourSums(r0, r1);
      const g = fourSums(g0, g1);
      const b = fourSums(l0, l1);
      storeChroma(r, g, b, uRG, uB0, u + chroma + (x >> 1));
      storeChroma(r, g, b, vRG, vB0, v + chroma + (x >> 1));
    }
  }
}

@inline
function byteOf(value: i32): u8 {
  return <u8>min(max((value + (1 << 14)) >> 15, 0), 255);
}

/** Planar 4:2:0 without gaps to RGB24. */
export function yuvToRgb(luma: usize, u: usize, v: usize, width: i32, height: i32, target: usize): void {
  for (let y = 0; y < height; y++) {
    const chroma = <usize>(y >> 1) * <usize>(width >> 1);
    for (let x = 0; x < width; x++) {
      const l = (<i32>load<u8>(luma + x) - 16) * 38155; // 255/219 · 2^15
      const b = <i32>load<u8>(u + chroma + (x >> 1)) - 128;
      const r = <i32>load<u8>(v + chroma + (x >> 1)) - 128;
      store<u8>(target, byteOf(l + 58745 * r)); // 1.5748 · 255/224 · 2^15
      store<u8>(target, byteOf(l - 6988 * b - 17462 * r), 1);
      store<u8>(target, byteOf(l + 69219 * b), 2);
      target += 3;
    }
    luma += width;
  }
}
