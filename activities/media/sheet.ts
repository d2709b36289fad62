import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { folderOf, type AlbumRef } from '#domain/albums/album-folder.ts';
import type { AlbumResult } from '#domain/albums/result.plan.ts';
import type { SheetPlan } from '#domain/albums/sheet.plan.ts';
import type { Scratch } from '#domain/ports/scratch.ts';
import type { SheetStudio } from '#domain/ports/sheet-studio.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { fetchAll } from './once.ts';
import { watched } from './watched.ts';

interface Deps {
  sheets: SheetStudio;
  storage: FileStorage;
  scratch: Scratch;
}

interface DrawSheet {
  album: AlbumRef;
  planKey: string;
  pictures: string[]; // storage keys, by the plan's picture number
}

const readPlan = async (storage: FileStorage, key: string): Promise<SheetPlan> =>
  JSON.parse((await storage.readAll(key)).toString('utf8')) as SheetPlan; // our own writing, checked when it was planned

/** Runs on media workers, on any machine: from storage keys to storage keys, leaving nothing behind on the local disk. */
export const createSheetRendering = ({ sheets, storage, scratch }: Deps) => ({
  /** Draws the long picture and its cover. A second run draws the same files again. */
  drawSheet: ({ album, planKey, pictures: keys }: DrawSheet): Promise<AlbumResult> =>
    watched((job) =>
      scratch.within('sheet', async (dir) => {
        const plan = await readPlan(storage, planKey);
        const pictures = await fetchAll(storage, keys, dir);
        const [whole, small] = [join(dir, 'result.jpg'), join(dir, 'cover.jpg')];
        await sheets.drawSheet({ sheet: plan.cover, pictures, out: small }, { signal: job.signal });
        await sheets.drawSheet({ sheet: plan.sheet, pictures, out: whole }, job);
        job.signal.throwIfAborted();
        const [result, cover] = [`${folderOf(album)}/result.jpg`, `${folderOf(album)}/cover.jpg`];
        await storage.putFile(cover, small);
        await storage.putFile(result, whole);
        const size = (await stat(small)).size + (await stat(whole)).size;
        const { width, height } = plan.sheet;
        return { result, cover, width, height, coverWidth: plan.cover.width, coverHeight: plan.cover.height, size };
      }),
    ),
});
export type SheetRendering = ReturnType<typeof createSheetRendering>;
