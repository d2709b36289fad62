import type { Frame } from '#domain/albums/sheet.plan.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { decodeCut, decodePart, openSource, type Source } from '../decode.ts';
import type { Size } from '../geometry.ts';

const longestScaled = 20_000; // px of one side; beyond it the part is cut out before it is scaled

/** The pixels of a frame, RGB: the picture upright and filling it, cut around its focus. */
export async function pixelsOf(file: string | undefined, frame: Frame): Promise<Buffer> {
  if (file === undefined) throw new DomainError('invalid', 'bad_picture', `picture ${frame.picture} is missing`);
  try {
    return await filling(await openSource(file), frame);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DomainError('invalid', 'bad_picture', `picture ${frame.picture} cannot be decoded: ${reason}`);
  }
}

function filling(source: Source, frame: Frame): Promise<Buffer> {
  const { width, height } = frame;
  const scale = Math.max(width / source.width, height / source.height);
  const whole = {
    width: Math.max(width, Math.round(source.width * scale)),
    height: Math.max(height, Math.round(source.height * scale)),
  };
  const left = start(whole.width, width, frame.focus.x);
  const top = start(whole.height, height, frame.focus.y);
  if (Math.max(whole.width, whole.height) <= longestScaled)
    return decodePart(source, whole, { x: left, y: top, width, height });
  return decodeCut(
    source,
    stored(source, { x: left / scale, y: top / scale }, { width: width / scale, height: height / scale }),
    frame,
  );
}

/** Where a part begins whose middle is to be the focus, without leaving the picture. */
const start = (whole: number, part: number, focus: number): number =>
  Math.round(Math.min(Math.max(0, focus * whole - part / 2), whole - part));

function stored(source: Size, { x, y }: { x: number; y: number }, part: Size) {
  const width = Math.min(source.width, Math.max(1, Math.round(part.width)));
  const height = Math.min(source.height, Math.max(1, Math.round(part.height)));
  return {
    x: Math.min(Math.floor(x), source.width - width),
    y: Math.min(Math.floor(y), source.height - height),
    width,
    height,
  };
}
