// Sub-pixel zoom and pan of one 8-bit plane. An axis-aligned window is separable: blend two source rows into a scratch row, then pick
// and blend two neighbouring columns for eight outputs at a time (one 16-byte load, one swizzle, one multiply). Weights have 15 bits.
// A step is the width of an output pixel in source pixels; above MAX_STEP eight outputs no longer fit one 16-byte load.

const ONE: f64 = 32768.0;
let leftmost: i32 = 0;
let rightmost: i32 = 0;

@inline
function weightOf(position: f64, index: i32): i32 {
  return min(<i32>((position - <f64>index) * ONE + 0.5), 32767);
}

/** Bytes that `columns` needs for a table of this width. */
export function columnsSize(width: i32): i32 {
  return (((width + 7) >> 3) + 1) * 48;
}

/** Prepares the horizontal positions of one output row; planes of the same geometry share a table. */
export function columns(table: usize, sourceWidth: i32, width: i32, x: f64, step: f64): void {
  const groups = (width + 7) >> 3;
  leftmost = sourceWidth;
  rightmost = 0;
  for (let g = 0; g < groups; g++) {
    const at = table + <usize>g * 48;
    let base = 0;
    for (let k = 0; k < 8; k++) {
      const column = min(g * 8 + k, width - 1);
      const position = min(max(x + (<f64>column + 0.5) * step - 0.5, 0.0), <f64>(sourceWidth - 1));
      const left = min(<i32>position, sourceWidth - 2);
      if (k == 0) {
        base = max(min(left, sourceWidth - 16), 0);
        store<i32>(at, base, 32);
        leftmost = min(leftmost, left);
      }
      rightmost = max(rightmost, left + 1);
      store<u8>(at + k, <u8>(left - base));
      store<u8>(at + k, <u8>(left + 1 - base), 8);
      store<i16>(at + (k << 1), <i16>weightOf(position, left), 16);
    }
    // 36..47 pad the entry to three vectors
  }
}

@inline
function blended(near: v128, far: v128, weight: v128): v128 {
  return i16x8.add(near, i16x8.relaxed_q15mulr_s(i16x8.sub(far, near), weight));
}

/** row[i] = blend of two source rows, over the columns that the table reads. */
function blendRows(row: usize, upper: usize, lower: usize, weight: i32, stride: i32): void {
  const w = i16x8.splat(<i16>weight);
  const to = min((rightmost + 16) & ~15, stride);
  for (let x = leftmost & ~15; x < to; x += 16) {
    const a = v128.load(upper + x);
    const b = v128.load(lower + x);
    const low = blended(i16x8.extend_low_i8x16_u(a), i16x8.extend_low_i8x16_u(b), w);
    const high = blended(i16x8.extend_high_i8x16_u(a), i16x8.extend_high_i8x16_u(b), w);
    v128.store(row + x, i8x16.narrow_i16x8_u(low, high));
  }
}

@inline
function eight(row: usize, at: usize): v128 {
  const pairs = i8x16.relaxed_swizzle(v128.load(row + load<i32>(at, 32)), v128.load(at));
  return blended(i16x8.extend_low_i8x16_u(pairs), i16x8.extend_high_i8x16_u(pairs), v128.load(at, 16));
}

function blendColumns(table: usize, row: usize, target: usize, width: i32): void {
  let at = table;
  let x = 0;
  for (; x <= width - 16; x += 16) {
    v128.store(target + x, i8x16.narrow_i16x8_u(eight(row, at), eight(row, at + 48)));
    at += 96;
  }
  if (x <= width - 8) {
    const last = eight(row, at);
    v128.store64_lane(target + x, i8x16.narrow_i16x8_u(last, last), 0);
    at += 48;
    x += 8;
  }
  if (x < width) {
    const rest = eight(row, at);
    v128.store(row, i8x16.narrow_i16x8_u(rest, rest)); // the row is rebuilt before it is read again: see `rowIsSpoilt`
    for (let k = 0; x + k < width; k++) store<u8>(target + x + k, load<u8>(row + k));
  }
}

/** Draws one plane by a table made by `columns`. `row` is scratch of one source stride and 64 bytes; strides are multiples of 16. */
export function plane(
  table: usize,
  row: usize,
  source: usize,
  stride: i32,
  sourceHeight: i32,
  target: usize,
  width: i32,
  height: i32,
  y: f64,
  step: f64,
): void {
  const rowIsSpoilt = (width & 7) != 0;
  let lastTop = -1;
  let lastWeight = -1;
  for (let line = 0; line < height; line++) {
    const position = min(max(y + (<f64>line + 0.5) * step - 0.5, 0.0), <f64>(sourceHeight - 1));
    const top = min(<i32>position, sourceHeight - 2);
    const weight = weightOf(position, top);
    if (rowIsSpoilt || top != lastTop || weight != lastWeight) {
      const upper = source + <usize>top * <usize>stride;
      blendRows(row, upper, upper + <usize>stride, weight, stride);
      lastTop = top;
      lastWeight = weight;
    }
    blendColumns(table, row, target + <usize>line * <usize>width, width);
  }
}
