import { rm } from 'node:fs/promises';
import type { Frame, Sheet } from '#domain/albums/sheet.plan.ts';
import type { Job } from '#domain/ports/job.ts';
import type { SheetStudio } from '#domain/ports/sheet-studio.ts';
import { knowFaces } from './fonts.ts';
import { paint } from './sheet/block.ts';
import { pixelsOf } from './sheet/framing.ts';
import { openStripEncoder } from './sheet/strip-encoder.ts';

const ahead = 2; // pictures decoded while others are drawn

/** Draws long pictures strip by strip: memory does not grow with their height. */
export const createSheetStudio = (): SheetStudio & { check(): Promise<void> } => ({
  /** Makes the typefaces known: for the start of a worker. */
  check: async () => void (await knowFaces()),

  async drawSheet({ sheet, pictures, out }, { signal, onProgress }: Job) {
    const hanging = inOrder(
      sheet.blocks.flatMap(({ frames }) => frames),
      (frame) => pixelsOf(pictures[frame.picture], frame),
    );
    try {
      await draw(sheet, hanging.take, out, signal, onProgress);
    } catch (error) {
      await rm(out, { force: true });
      throw error;
    } finally {
      await hanging.close();
    }
  },
});

async function draw(
  { width, height, blocks }: Sheet,
  take: () => Promise<Buffer>,
  out: string,
  signal: AbortSignal,
  onProgress: Job['onProgress'],
): Promise<void> {
  const encoder = await openStripEncoder(out, { width, height });
  try {
    let done = 0;
    for (const block of blocks) {
      signal.throwIfAborted();
      await encoder.write(await paint(block, width, take));
      done += block.height;
      onProgress?.(done / height);
    }
    await encoder.end();
  } finally {
    await encoder.close();
  }
}

/** Results in order, with a few in the making ahead of the one that is taken. */
function inOrder(frames: readonly Frame[], make: (frame: Frame) => Promise<Buffer>) {
  const coming: Promise<Buffer>[] = [];
  const rest = frames.values();
  const begin = (): void => {
    const { value } = rest.next();
    if (value === undefined) return;
    const one = make(value);
    one.catch(() => undefined); // it is awaited when it is taken
    coming.push(one);
  };
  for (let i = 0; i < ahead; i++) begin();
  return {
    async take(): Promise<Buffer> {
      const next = coming.shift();
      if (next === undefined) throw new Error('no frame is left');
      const pixels = await next;
      begin();
      return pixels;
    },
    /** Waits for what is still being decoded, so that nothing goes on behind its back. */
    close: async (): Promise<void> => void (await Promise.allSettled(coming)),
  };
}
