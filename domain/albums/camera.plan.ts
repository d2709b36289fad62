import type { Shot, View } from '#domain/albums/film.plan.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';
import type { CameraMove } from '#domain/albums/template.plan.ts';

/** The nearest a template may bring the camera. */
export const closestZoom = 1.2;
const mostCropped = 0.3; // share of the picture that a full frame may cut away
const leastFocus = 0.75; // share of the focus region that must stay
const matteZoom = 1.06; // a matte shows the whole picture: it only breathes
const lean = 0.6; // how far the wide end of a move already turns to the focus

interface Size {
  width: number;
  height: number;
}
/** What a move is made of: the window at zoom 1 and the focus region, both in the coordinates of a View. */
interface Stage {
  window: Size;
  focus: { x: number; y: number; span: number }; // centre; greatest side
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** The largest window of the frame's shape, in 0…1 of the upright picture. */
function windowOn({ width, height }: Size, aspect: number): Size {
  const own = width / height;
  return own > aspect ? { width: aspect / own, height: 1 } : { width: 1, height: own / aspect };
}

/** Whether a picture of this size can fill the frame at all without losing too much of itself. */
export function mayCover(picture: Size, aspect: number): boolean {
  const { width, height } = windowOn(picture, aspect);
  return width * height >= 1 - mostCropped;
}

/** Whether a picture may fill the frame, or must be shown whole: upright pictures, panoramas, and those whose focus no window holds. */
export function fitOf(facts: PictureFacts, aspect: number): 'cover' | 'matte' {
  const { width, height } = windowOn(facts, aspect);
  const kept = Math.min(1, width / facts.focus.width) * Math.min(1, height / facts.focus.height);
  return mayCover(facts, aspect) && kept >= leastFocus ? 'cover' : 'matte';
}

function stageOf(facts: PictureFacts, fit: Shot['fit'], aspect: number): Stage {
  const { x, y, width, height } = facts.focus;
  const centre = { x: x + width / 2, y: y + height / 2 };
  if (fit === 'cover') {
    const window = windowOn(facts, aspect);
    return { window, focus: { ...centre, span: Math.max(width / window.width, height / window.height) } };
  }
  // On a composed frame the whole picture stands in the middle and takes only a part of its width or height.
  const own = facts.width / facts.height;
  const [wide, high] = [Math.min(1, own / aspect), Math.min(1, aspect / own)];
  const focus = {
    x: 0.5 + (centre.x - 0.5) * wide,
    y: 0.5 + (centre.y - 0.5) * high,
    span: Math.max(width * wide, height * high),
  };
  return { window: { width: 1, height: 1 }, focus };
}

/** A window kept inside the picture, so that no move ever stops at its edge. */
const view = ({ window }: Stage, zoom: number, x: number, y: number): View => {
  const [dx, dy] = [window.width / zoom / 2, window.height / zoom / 2];
  return { zoom, x: clamp(x, dx, 1 - dx), y: clamp(y, dy, 1 - dy) };
};

const towards = (focus: number, part: number): number => 0.5 + (focus - 0.5) * part;

/** A camera move over one picture, aimed at its focus region; a small region draws the camera closer than a large one. */
export function planMove(facts: PictureFacts, fit: Shot['fit'], aspect: number, move: CameraMove): Shot['move'] {
  const stage = stageOf(facts, fit, aspect);
  const { x, y, span } = stage.focus;
  const most = fit === 'matte' ? Math.min(move.zoom, matteZoom) : move.zoom;
  const zoom = 1 + (most - 1) * (0.6 + 0.4 * (1 - clamp(span, 0, 1)));
  const wide = view(stage, 1, towards(x, lean), towards(y, lean));
  const near = view(stage, zoom, x, y);
  switch (move.kind) {
    case 'in':
      return { from: wide, to: near, ease: move.ease };
    case 'out':
      return { from: near, to: wide, ease: move.ease };
    case 'pan':
      return { from: across(stage, near), to: near, ease: move.ease };
    case 'drift':
      return { from: view(stage, 1 + (zoom - 1) / 3, towards(x, -lean), towards(y, -lean)), to: near, ease: move.ease };
    default:
      return move.kind satisfies never;
  }
}

/** Where a pan begins: on the far side of the picture from where it ends, along its longer way. */
function across(stage: Stage, to: View): View {
  const [dx, dy] = [to.x - 0.5, to.y - 0.5];
  if (Math.abs(dx) >= Math.abs(dy)) return view(stage, to.zoom, dx > 0 ? 0 : 1, to.y);
  return view(stage, to.zoom, to.x, dy > 0 ? 0 : 1);
}
