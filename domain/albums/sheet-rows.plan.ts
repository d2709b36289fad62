import type { Frame } from '#domain/albums/sheet.plan.ts';

/** A picture that wants a place: its shape, and what must stay in sight when it is cut. */
export interface Placeable {
  picture: number;
  aspect: number; // width by height
  focus: Frame['focus'];
}

export interface Row {
  height: number;
  frames: Frame[]; // with y 0
}

export interface Room {
  width: number; // of the sheet
  bleed: number; // left and right of pictures
  gap: number;
  rhythm: readonly number[];
  density: number; // 1: as the design wants it; more: more pictures in a row
}

// Beyond these shapes a picture would be a ribbon or a tower: it is cut.
const flattest = 4;
const tallest = 0.6;
const tallestAlone = 0.7;
const mostInRow = 4;

const within = (low: number, value: number, high: number): number => Math.min(Math.max(value, low), high);

/** Pictures in order in rows of one height: a row takes pictures as long as that brings it nearer to its turn of the rhythm. */
export function rowsOf(pictures: readonly Placeable[], room: Room): Row[] {
  const rows: Placeable[][] = [];
  let waiting = pictures.map((one) => ({ ...one, aspect: within(tallest, one.aspect, flattest) }));
  while (waiting.length > 0) {
    const wanted = (room.rhythm[rows.length % room.rhythm.length] ?? 1.5) * room.density;
    const count = countFor(waiting, wanted);
    rows.push(waiting.slice(0, count));
    waiting = waiting.slice(count);
  }
  return rows.map((row) => justified(row, room));
}

function countFor(waiting: readonly Placeable[], wanted: number): number {
  let width = 0;
  for (const [i, { aspect }] of waiting.slice(0, mostInRow).entries()) {
    const isFarther = Math.abs(width + aspect - wanted) > Math.abs(width - wanted);
    if (i > 0 && isFarther) return i;
    width += aspect;
  }
  return Math.min(mostInRow, waiting.length);
}

/** All of one height, together as wide as there is room. */
function justified(row: readonly Placeable[], { width, bleed, gap }: Room): Row {
  const inner = width - 2 * bleed - gap * (row.length - 1);
  const sum = row.reduce((all, { aspect }) => all + aspect, 0);
  const height = Math.round(inner / (row.length === 1 ? Math.max(sum, tallestAlone) : sum));
  let used = 0;
  const frames = row.map(({ picture, aspect, focus }, i): Frame => {
    const left = Math.round((inner * used) / sum);
    used += aspect;
    const right = Math.round((inner * used) / sum);
    return { picture, x: bleed + left + i * gap, y: 0, width: right - left, height, focus };
  });
  return { height, frames };
}
