export const cellsPerDegree = 1024; // grid of the borders: about 100 m

/** Borders of counties as pieces that neighbours share. Coordinates are cells of the grid; boxes are min x, min y, max x, max y. */
export interface Borders {
  xs: Int32Array;
  ys: Int32Array;
  pieces: { starts: Int32Array; boxes: Int32Array }; // piece i has points starts[i]…starts[i + 1] - 1
  counties: { starts: Int32Array; pieces: Int32Array; boxes: Int32Array }; // county i has pieces[starts[i]…starts[i + 1] - 1]
}

const blankBoxes = (count: number): Int32Array =>
  Int32Array.from({ length: count * 4 }, (_, i) => (i % 4 < 2 ? 2 ** 30 : -(2 ** 30)));

/** Makes room in box `i` for all between (left, top) and (right, bottom). */
function widen(boxes: Int32Array, i: number, left: number, top: number, right: number, bottom: number): void {
  boxes[4 * i] = Math.min(boxes[4 * i] ?? 0, left);
  boxes[4 * i + 1] = Math.min(boxes[4 * i + 1] ?? 0, top);
  boxes[4 * i + 2] = Math.max(boxes[4 * i + 2] ?? 0, right);
  boxes[4 * i + 3] = Math.max(boxes[4 * i + 3] ?? 0, bottom);
}

/** Numbers as `packBorders` wrote them: seven bits a byte, least first, zigzag where they may be negative. */
function numbersOf(bytes: Uint8Array) {
  let at = 0;
  function whole(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('the borders end too early');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }
  const signed = (): number => {
    const value = whole();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  };
  return { whole, signed };
}

/** Reads `pieces, points`, then per piece its counties and its points as differences to the point before. */
export function unpackBorders(bytes: Uint8Array, countyCount: number): Borders {
  const { whole, signed } = numbersOf(bytes);
  const [pieceCount, pointCount] = [whole(), whole()];
  const [xs, ys] = [new Int32Array(pointCount), new Int32Array(pointCount)];
  const starts = new Int32Array(pieceCount + 1);
  const boxes = blankBoxes(pieceCount);
  const piecesOf: number[][] = Array.from({ length: countyCount }, () => []);
  let x = 0;
  let y = 0;
  let point = 0;
  for (let piece = 0; piece < pieceCount; piece++) {
    const sides = Array.from({ length: whole() }, whole);
    for (const county of sides) piecesOf[county]?.push(piece);
    for (let left = whole(); left > 0; left--, point++) {
      x += signed();
      y += signed();
      xs[point] = x;
      ys[point] = y;
      widen(boxes, piece, x, y, x, y);
    }
    starts[piece + 1] = point;
  }
  return { xs, ys, pieces: { starts, boxes }, counties: grouped(piecesOf, boxes) };
}

function grouped(piecesOf: readonly (readonly number[])[], boxes: Int32Array): Borders['counties'] {
  const starts = new Int32Array(piecesOf.length + 1);
  const countyBoxes = blankBoxes(piecesOf.length);
  piecesOf.forEach((list, county) => {
    starts[county + 1] = (starts[county] ?? 0) + list.length;
    for (const piece of list) {
      const [left = 0, top = 0, right = 0, bottom = 0] = boxes.subarray(4 * piece, 4 * piece + 4);
      widen(countyBoxes, county, left, top, right, bottom);
    }
  });
  return { starts, pieces: Int32Array.from(piecesOf.flat()), boxes: countyBoxes };
}

/** Whether (x, y) lies in box `i`, or as close to it as the margins say. */
const isNearBox = (boxes: Int32Array, i: number, x: number, y: number, wide = 0, high = 0): boolean =>
  x >= (boxes[4 * i] ?? 0) - wide &&
  y >= (boxes[4 * i + 1] ?? 0) - high &&
  x <= (boxes[4 * i + 2] ?? 0) + wide &&
  y <= (boxes[4 * i + 3] ?? 0) + high;

/** How often a ray from (x, y) to the east crosses a piece; only whether that is odd matters. */
function crossings({ xs, ys, pieces }: Borders, piece: number, x: number, y: number): number {
  const at = 4 * piece;
  if (y < (pieces.boxes[at + 1] ?? 0) || y > (pieces.boxes[at + 3] ?? 0) || x > (pieces.boxes[at + 2] ?? 0)) return 0;
  const [from, to] = [pieces.starts[piece] ?? 0, (pieces.starts[piece + 1] ?? 0) - 1];
  const above = (i: number): boolean => (ys[i] ?? 0) > y;
  if (x < (pieces.boxes[at] ?? 0)) return above(from) === above(to) ? 0 : 1; // all of it lies east: its ends tell
  let count = 0;
  for (let i = from; i < to; i++) {
    if (above(i) === above(i + 1)) continue;
    const [ax = 0, ay = 0, bx = 0, by = 0] = [xs[i], ys[i], xs[i + 1], ys[i + 1]];
    if (x < ax + ((y - ay) / (by - ay)) * (bx - ax)) count++;
  }
  return count;
}

const areaOf = ({ counties: { boxes } }: Borders, county: number): number =>
  ((boxes[4 * county + 2] ?? 0) - (boxes[4 * county] ?? 0)) *
  ((boxes[4 * county + 3] ?? 0) - (boxes[4 * county + 1] ?? 0));

/** The county around a point; of several that claim it, the smallest. */
export function countyAround(borders: Borders, x: number, y: number): number | undefined {
  const { starts, pieces, boxes } = borders.counties;
  let found: number | undefined;
  for (let county = 0; county + 1 < starts.length; county++) {
    if (!isNearBox(boxes, county, x, y)) continue;
    let count = 0;
    for (let i = starts[county] ?? 0; i < (starts[county + 1] ?? 0); i++)
      count += crossings(borders, pieces[i] ?? 0, x, y);
    if (count % 2 === 1 && (found === undefined || areaOf(borders, county) < areaOf(borders, found))) found = county;
  }
  return found;
}

/** Distance of (x, y) from a piece, in cells of latitude; `squeeze` is a cell of longitude in the same. */
function awayFrom(
  { xs, ys, pieces: { starts } }: Borders,
  piece: number,
  x: number,
  y: number,
  squeeze: number,
): number {
  let least = Infinity;
  for (let i = starts[piece] ?? 0; i + 1 < (starts[piece + 1] ?? 0); i++) {
    const [ax, ay] = [((xs[i] ?? 0) - x) * squeeze, (ys[i] ?? 0) - y];
    const [dx, dy] = [((xs[i + 1] ?? 0) - x) * squeeze - ax, (ys[i + 1] ?? 0) - y - ay];
    const t = Math.max(0, Math.min(1, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(ax + t * dx, ay + t * dy));
  }
  return least;
}

/** The county whose border comes closest to a point, if within `reach` cells of latitude; for piers, bridges and coarse coasts. */
export function countyNear(borders: Borders, x: number, y: number, reach: number): number | undefined {
  const { counties, pieces } = borders;
  const squeeze = Math.cos((y / cellsPerDegree) * (Math.PI / 180));
  const wide = reach / squeeze;
  let [least, found]: [number, number | undefined] = [reach, undefined];
  for (let county = 0; county + 1 < counties.starts.length; county++) {
    if (!isNearBox(counties.boxes, county, x, y, wide, reach)) continue;
    for (let i = counties.starts[county] ?? 0; i < (counties.starts[county + 1] ?? 0); i++) {
      const piece = counties.pieces[i] ?? 0;
      if (!isNearBox(pieces.boxes, piece, x, y, wide, reach)) continue;
      const away = awayFrom(borders, piece, x, y, squeeze);
      if (away < least) [least, found] = [away, county];
    }
  }
  return found;
}
