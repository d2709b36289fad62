/** A long picture as data: everything the renderer needs, decided before the first pixel is drawn. Stored as JSON beside the pictures. */
export interface SheetPlan {
  design: string;
  sheet: Sheet;
  cover: Sheet; // what stands for it in lists
}

/** One picture file: strips over its whole width, from top to bottom without gaps. Lengths are px, y points down. */
export interface Sheet {
  width: number;
  height: number;
  blocks: Block[];
}

export interface Block {
  height: number;
  paper: string; // #rrggbb
  frames: Frame[]; // within the block, on the paper
  marks: Mark[]; // over them
}

/** A photograph's place. It fills the frame; what does not fit is cut off around `focus`. */
export interface Frame {
  picture: number; // index into the work's ordered pictures
  x: number;
  y: number;
  width: number;
  height: number;
  focus: { x: number; y: number }; // 0…1 of the upright picture
}

export type Font = 'serif' | 'sans';

export type Mark = Words | Column | Line | Box | Dot | Curve | Seal | Shade;

/** One line of text; y is its baseline. */
export interface Words {
  kind: 'words';
  text: string;
  x: number;
  y: number;
  size: number; // em
  spacing: number; // between characters
  font: Font;
  weight: 'regular' | 'strong';
  color: string;
  anchor: 'start' | 'middle' | 'end';
}

/** One column of vertical writing: x is its middle, y its top. */
export interface Column {
  kind: 'column';
  text: string;
  x: number;
  y: number;
  size: number; // em
  pitch: number; // from character to character
  font: Font;
  weight: 'regular' | 'strong';
  color: string;
}

interface Line {
  kind: 'line';
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  width: number;
  color: string;
}

interface Box {
  kind: 'box';
  x: number;
  y: number;
  width: number;
  height: number;
  radius: number;
  color: string;
}

interface Dot {
  kind: 'dot';
  x: number;
  y: number;
  radius: number;
  color: string;
}

/** A smooth line through points. */
interface Curve {
  kind: 'curve';
  points: { x: number; y: number }[];
  width: number;
  color: string;
  dash: number; // length of dashes and of what is between them; 0: an unbroken line
}

/** One to four characters in a red seal. */
interface Seal {
  kind: 'seal';
  text: string;
  x: number;
  y: number;
  side: number;
}

/** Darkness that grows from nothing at the top to the bottom of an area, so that words over a picture can be read. */
interface Shade {
  kind: 'shade';
  y: number;
  height: number;
}

/** Width of long pictures: what phones show without enlarging. */
export const sheetWidth = 1080;

/** A JPEG may have 65,535 lines by its format, but libjpeg reads no more than 65,500. */
export const tallestSheet = 65_500;

const lengths = <T extends object>(part: T, factor: number): T =>
  Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, typeof value === 'number' ? value * factor : value]),
  ) as T; // the same keys with the same types

const scaledMark = (mark: Mark, factor: number): Mark =>
  mark.kind === 'curve'
    ? { ...lengths(mark, factor), points: mark.points.map((point) => lengths(point, factor)) }
    : lengths(mark, factor);

/** A frame's edges are rounded, not its sides: neighbours stay neighbours. */
function scaledFrame(frame: Frame, factor: number): Frame {
  const [x, y] = [Math.round(frame.x * factor), Math.round(frame.y * factor)];
  const width = Math.max(1, Math.round((frame.x + frame.width) * factor) - x);
  const height = Math.max(1, Math.round((frame.y + frame.height) * factor) - y);
  return { ...frame, x, y, width, height };
}

/** The same sheet, smaller. */
export function scaledSheet({ width, blocks }: Sheet, factor: number): Sheet {
  const small = blocks.map(({ height, paper, frames, marks }) => ({
    height: Math.max(1, Math.round(height * factor)),
    paper,
    frames: frames.map((frame) => scaledFrame(frame, factor)),
    marks: marks.map((mark) => scaledMark(mark, factor)),
  }));
  return sheetOf(Math.round(width * factor), small);
}

export function sheetOf(width: number, blocks: readonly Block[]): Sheet {
  const shown = blocks.filter(({ height }) => height > 0);
  return { width, height: shown.reduce((sum, { height }) => sum + height, 0), blocks: shown };
}
