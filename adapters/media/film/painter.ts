import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { FilmPlan, Shot } from '#domain/albums/film.plan.ts';
import { captionsWithin, momentOf, opacityOf, shotsWithin, type Moment } from '#domain/albums/screen.plan.ts';
import { windowAt } from './camera.ts';
import type { Size } from '../geometry.ts';
import { createCanvas, type Canvas } from './canvas.ts';
import { letter } from './caption.ts';
import { createGallery, type Holdings } from './gallery.ts';

/** Frames [from, to) of a plan; `pictures` are files, of which only those on screen are read. */
export interface Run {
  plan: FilmPlan;
  from: number;
  to: number;
  pictures: readonly string[];
}

interface Studio {
  size: Size;
  canvas: Canvas;
  holds: Holdings;
}

/** Gets each frame in order, as planar 4:2:0; the bytes are only valid until it is done. */
export type FrameSink = (bytes: Uint8Array, frame: number) => void | Promise<void>;

/** Draws runs of frames one after the other on one canvas, until it is aborted. The frames do not depend on where a run begins. */
export function createPainter() {
  let studio: Studio | undefined;

  return async function paint(run: Run, sink: FrameSink, signal?: AbortSignal): Promise<void> {
    const { plan, from, to } = run;
    studio = openStudio(plan, studio);
    const { canvas, holds } = studio;
    const letterings = await Promise.all(captionsWithin(plan, from, to).map((caption) => letter(caption, plan)));
    canvas.ink(letterings.filter((one) => one !== undefined));
    const gallery = createGallery(run, shotsWithin(plan, from, to), canvas, holds);
    const show = (shot: Shot, frame: number, on: 0 | 1) => {
      const slot = gallery.slotOf(shot);
      canvas.draw(slot, windowAt(shot, frame, canvas.measure(slot) ?? plan, plan), on);
    };
    try {
      for (let frame = from; frame < to; frame++) {
        signal?.throwIfAborted();
        const moment = momentOf(plan, frame);
        for (const shot of [moment.before, moment.shot]) if (shot !== undefined) await gallery.hang(shot);
        compose(canvas, moment, (shot, on) => show(shot, frame, on));
        canvas.letter(({ caption }) => opacityOf(caption, frame));
        await sink(canvas.frame(), frame);
        await turnOfTheLoop(); // the next picture's decoding and a stop come through
      }
    } finally {
      await gallery.close();
    }
  };
}

function openStudio({ width, height }: Size, last: Studio | undefined): Studio {
  if (last?.size.width === width && last.size.height === height) return last;
  return { size: { width, height }, canvas: createCanvas({ width, height }), holds: [] };
}

/** Draws one frame: a shot, or one shot turning into the next; black where there is none. */
function compose(canvas: Canvas, { before, shot, entering }: Moment, show: (shot: Shot, on: 0 | 1) => void): void {
  const showOr = (one: Shot | undefined, on: 0 | 1) => (one === undefined ? canvas.black(on) : show(one, on));
  if (shot === undefined || entering === undefined) {
    showOr(shot, 0);
    return;
  }
  const { transition, progress } = entering;
  if (transition.type === 'dip') {
    showOr(progress < 0.5 ? before : shot, 0);
    canvas.dim(1 - Math.abs(2 * progress - 1));
    return;
  }
  showOr(before, 0);
  showOr(shot, 1);
  canvas.combine(transition, progress);
}
