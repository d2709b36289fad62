// Loudness, peaks and sum of stereo sound as it passes: left and right beside each other in a vector.

/*
 * What is kept between calls, by byte offset:
 *   0  coefficients of the K-weighting: shelf b0 b1 b2 a1 a2, high-pass a1 a2 (its b is 1 -2 1); f64
 *  64  delays of both sections, transposed direct form II; four f64x2
 * 128  sum of the weighted squares; f64x2
 * 144  lowest, 160 highest sample, lower two lanes; f32x4
 */

/** Weighs n interleaved frames of f32 and adds them to what is kept. */
export function listen(samples: usize, n: i32, kept: usize): void {
  const b0 = v128.load64_splat(kept);
  const b1 = v128.load64_splat(kept + 8);
  const b2 = v128.load64_splat(kept + 16);
  const a1 = v128.load64_splat(kept + 24);
  const a2 = v128.load64_splat(kept + 32);
  const h1 = v128.load64_splat(kept + 40);
  const h2 = v128.load64_splat(kept + 48);
  const two = f64x2.splat(2);
  let d1 = v128.load(kept + 64);
  let d2 = v128.load(kept + 80);
  let e1 = v128.load(kept + 96);
  let e2 = v128.load(kept + 112);
  let sum = v128.load(kept + 128);
  let low = v128.load(kept + 144);
  let high = v128.load(kept + 160);
  for (let i = 0; i < n; i++, samples += 8) {
    const pair = v128.load64_zero(samples);
    low = f32x4.pmin(low, pair);
    high = f32x4.pmax(high, pair);
    const x = f64x2.promote_low_f32x4(pair);
    const y = f64x2.add(f64x2.mul(b0, x), d1);
    d1 = f64x2.add(f64x2.sub(f64x2.mul(b1, x), f64x2.mul(a1, y)), d2);
    d2 = f64x2.sub(f64x2.mul(b2, x), f64x2.mul(a2, y));
    const z = f64x2.add(y, e1);
    e1 = f64x2.sub(e2, f64x2.add(f64x2.mul(two, y), f64x2.mul(h1, z)));
    e2 = f64x2.sub(y, f64x2.mul(h2, z));
    sum = f64x2.add(sum, f64x2.mul(z, z));
  }
  v128.store(kept + 64, d1);
  v128.store(kept + 80, d2);
  v128.store(kept + 96, e1);
  v128.store(kept + 112, e2);
  v128.store(kept + 128, sum);
  v128.store(kept + 144, low);
  v128.store(kept + 160, high);
}

/**
 * Highest |value| that an interpolator finds between n interleaved frames of f32, both sides together; it looks back at as
 * many frames before them as it has taps. `table`: the f32 coefficients of each phase in turn, the newest frame first.
 */
export function between(samples: usize, n: i32, table: usize, phases: i32, taps: i32): f32 {
  let high = f32x4.splat(0);
  for (let i = 0; i < n; i += 2, samples += 16) {
    let coefficient = table;
    for (let phase = 0; phase < phases; phase++) {
      let even = f32x4.splat(0);
      let odd = f32x4.splat(0);
      let at = samples;
      for (let tap = 0; tap < taps; tap += 2, at -= 16, coefficient += 8) {
        even = f32x4.add(even, f32x4.mul(v128.load32_splat(coefficient), v128.load(at)));
        odd = f32x4.add(odd, f32x4.mul(v128.load32_splat(coefficient + 4), v128.load(at - 8)));
      }
      high = f32x4.pmax(high, f32x4.abs(f32x4.add(even, odd)));
    }
  }
  const sides = f32x4.pmax(high, v128.shuffle<f32>(high, high, 2, 3, 0, 1));
  return max(f32x4.extract_lane(sides, 0), f32x4.extract_lane(sides, 1));
}

/** Adds n interleaved frames of f32 to others, at a gain that goes evenly from one value towards another. */
export function add(target: usize, source: usize, n: i32, from: f32, to: f32): void {
  const step = (to - from) / <f32>n;
  let gain = f32x4(from, from, from + step, from + step);
  const steps = f32x4.splat(2 * step);
  const pairs = n & ~1;
  for (let i = 0; i < pairs; i += 2, target += 16, source += 16) {
    v128.store(target, f32x4.add(v128.load(target), f32x4.mul(gain, v128.load(source))));
    gain = f32x4.add(gain, steps);
  }
  if (n > pairs) {
    const sum = f32x4.add(v128.load64_zero(target), f32x4.mul(gain, v128.load64_zero(source)));
    v128.store64_lane(target, sum, 0);
  }
}
