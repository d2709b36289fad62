// A process like a media worker: it waits, makes one long picture (or its floor) when told so, and reports what that cost.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { createSheetStudio } from '#adapters/media/sheet-studio.ts';
import type { SheetPlan } from '#domain/albums/sheet.plan.ts';
import { workFolder } from './assets.ts';
import { costOf } from './measure.ts';

/** `sheet`: our renderer, words and all; `decode` and `encode`: the floor's two halves; `dump`: the pixels that the floor encodes. */
export interface SheetWork {
  kind: 'sheet' | 'decode' | 'encode' | 'dump';
  plan: SheetPlan;
  photos: string[];
  raw: string;
}

sharp.cache(false);
sharp.concurrency(1);

const never = new AbortController().signal;

/** Decoding and resizing of the same photographs to the size they are shown at, two at a time: JPEGs shrink while they are decoded. */
async function decode({ plan, photos }: SheetWork): Promise<void> {
  const frames = plan.sheet.blocks.flatMap((block) => block.frames).values();
  const lane = async (): Promise<void> => {
    for (const { picture, width, height } of frames)
      await sharp(photos[picture]).autoOrient().resize(width, height).removeAlpha().raw().toBuffer();
  };
  await Promise.all([lane(), lane()]);
}

const encode = async ({ plan, raw }: SheetWork, pixels: Buffer): Promise<unknown> => {
  const { width, height } = plan.sheet;
  return sharp(pixels, { raw: { width, height, channels: 3 }, limitInputPixels: false })
    .jpeg({ quality: 86, chromaSubsampling: '4:2:0' })
    .toFile(`${raw}.jpg`);
};

const out = (name: string): string => join(workFolder, 'out', name);

const studio = createSheetStudio();
const draw = ({ plan, photos }: SheetWork): Promise<void> =>
  studio.drawSheet({ sheet: plan.sheet, pictures: photos, out: out('long.jpg') }, { signal: never });

async function dump(work: SheetWork): Promise<void> {
  await draw(work);
  await writeFile(work.raw, await sharp(out('long.jpg'), { limitInputPixels: false }).raw().toBuffer());
}

async function prepare(work: SheetWork): Promise<() => Promise<unknown>> {
  switch (work.kind) {
    case 'sheet':
      await studio.check();
      return () => draw(work);
    case 'decode':
      return () => decode(work);
    case 'dump':
      return () => dump(work);
    case 'encode': {
      const pixels = await readFile(work.raw);
      return () => encode(work, pixels);
    }
  }
}

process.once('message', (work: SheetWork) => {
  void (async () => {
    const go = await prepare(work);
    globalThis.gc?.(); // idle as a worker is that has started long ago
    await sleep(300);
    process.send?.('idle');
    process.once('message', () => {
      void costOf(go).then((cost) => process.send?.(cost, () => process.exit()));
    });
  })();
});
