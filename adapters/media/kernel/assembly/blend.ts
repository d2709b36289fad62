// Cross-fades, dips, soft edges and captions: weighted sums of bytes, sixteen at a time, the rest one by one.

@inline
function mixed(a: v128, b: v128, wa: v128, wb: v128): v128 {
  const half = i16x8.splat(128);
  return i16x8.shr_u(i16x8.add(i16x8.add(i16x8.mul(a, wa), i16x8.mul(b, wb)), half), 8);
}

@inline
function mixedBytes(a: v128, b: v128, wa: v128, wb: v128): v128 {
  return i8x16.narrow_i16x8_u(
    mixed(i16x8.extend_low_i8x16_u(a), i16x8.extend_low_i8x16_u(b), wa, wb),
    mixed(i16x8.extend_high_i8x16_u(a), i16x8.extend_high_i8x16_u(b), wa, wb),
  );
}

/** a = a · (256 - weight) + b · weight, for n bytes; weight 0…256. */
export function mix(a: usize, b: usize, n: i32, weight: i32): void {
  const wa = i16x8.splat(<i16>(256 - weight));
  const wb = i16x8.splat(<i16>weight);
  let i = 0;
  for (; i <= n - 16; i += 16) v128.store(a + i, mixedBytes(v128.load(a + i), v128.load(b + i), wa, wb));
  for (; i < n; i++) {
    store<u8>(a + i, <u8>((<i32>load<u8>(a + i) * (256 - weight) + <i32>load<u8>(b + i) * weight + 128) >> 8));
  }
}

/** a = a · (256 - weight) + value · weight, for n bytes. */
export function mixTo(a: usize, value: i32, n: i32, weight: i32): void {
  const wa = i16x8.splat(<i16>(256 - weight));
  const wb = i16x8.splat(<i16>weight);
  const b = i8x16.splat(<i8>value);
  let i = 0;
  for (; i <= n - 16; i += 16) v128.store(a + i, mixedBytes(v128.load(a + i), b, wa, wb));
  for (; i < n; i++) store<u8>(a + i, <u8>((<i32>load<u8>(a + i) * (256 - weight) + value * weight + 128) >> 8));
}

/** Opacity 0…255 times gain 0…256 as a weight 0…256. */
@inline
function weightsOf(alpha: v128, gain: v128): v128 {
  const scaled = i16x8.shr_u(i16x8.add(i16x8.mul(alpha, gain), i16x8.splat(128)), 8);
  return i16x8.add(scaled, i16x8.shr_u(scaled, 7));
}

/** Lays a source with its own opacity over a target; an alpha stride of 0 repeats one row of it, as a wipe does. */
export function over(
  target: usize,
  targetStride: i32,
  source: usize,
  sourceStride: i32,
  alpha: usize,
  alphaStride: i32,
  width: i32,
  height: i32,
  gain: i32,
): void {
  const gains = i16x8.splat(<i16>gain);
  const all = i16x8.splat(256);
  for (let y = 0; y < height; y++) {
    const t = target + <usize>y * <usize>targetStride;
    const s = source + <usize>y * <usize>sourceStride;
    const a = alpha + <usize>y * <usize>alphaStride;
    let x = 0;
    for (; x <= width - 16; x += 16) {
      const opacity = v128.load(a + x);
      if (!v128.any_true(opacity)) continue;
      const old = v128.load(t + x);
      const fresh = v128.load(s + x);
      const low = weightsOf(i16x8.extend_low_i8x16_u(opacity), gains);
      const high = weightsOf(i16x8.extend_high_i8x16_u(opacity), gains);
      v128.store(
        t + x,
        i8x16.narrow_i16x8_u(
          mixed(i16x8.extend_low_i8x16_u(old), i16x8.extend_low_i8x16_u(fresh), i16x8.sub(all, low), low),
          mixed(i16x8.extend_high_i8x16_u(old), i16x8.extend_high_i8x16_u(fresh), i16x8.sub(all, high), high),
        ),
      );
    }
    for (; x < width; x++) {
      const scaled = (<i32>load<u8>(a + x) * gain + 128) >> 8;
      const weight = scaled + (scaled >> 7);
      store<u8>(t + x, <u8>((<i32>load<u8>(t + x) * (256 - weight) + <i32>load<u8>(s + x) * weight + 128) >> 8));
    }
  }
}

/** Copies a rectangle; rows may overlap, so a plane can be pushed within itself. Rows are taken from the bottom when `fromTop` is 0. */
export function copy(
  target: usize,
  targetStride: i32,
  source: usize,
  sourceStride: i32,
  width: i32,
  height: i32,
  fromTop: i32,
): void {
  for (let i = 0; i < height; i++) {
    const y = <usize>(fromTop ? i : height - 1 - i);
    memory.copy(target + y * <usize>targetStride, source + y * <usize>sourceStride, width);
  }
}

/** Fills n bytes with one value. */
export function fill(target: usize, value: i32, n: i32): void {
  memory.fill(target, <u8>value, n);
}
