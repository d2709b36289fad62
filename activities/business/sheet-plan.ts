import { workFolderOf, type AlbumRef } from '#domain/albums/album-folder.ts';
import { matchLook } from '#domain/albums/mood.plan.ts';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';
import type { Poem } from '#domain/albums/poem.plan.ts';
import { stopOf } from '#domain/albums/sheet-chapters.plan.ts';
import { planSheet } from '#domain/albums/sheet-making.plan.ts';
import { cleanText } from '#domain/albums/text.plan.ts';
import type { FilmAssets } from '#domain/ports/assets.ts';
import type { FileStorage } from '#domain/ports/storage.ts';

interface Deps {
  storage: FileStorage;
  assets: FilmAssets;
}

interface PlanSheet {
  album: AlbumRef;
  facts: PictureFacts[]; // one for each picture, in order
  captions: string[]; // likewise
  title: string;
  description: string;
  poem: Poem;
  showsPlaces: boolean;
}

/** Stage 104 of a long picture: which design, and where everything stands. Nothing here draws. */
export const createSheetPlanning = ({ storage, assets }: Deps) => ({
  /** Chooses a design, plans the long picture and keeps the plan as work/plan.json of its folder. */
  async planSheet({
    album,
    facts,
    captions,
    showsPlaces,
    ...words
  }: PlanSheet): Promise<{ planKey: string; design: string }> {
    const pictures = facts.map((one, i) => {
      const stop = showsPlaces ? stopOf(one) : undefined;
      return { facts: one, caption: cleanText(captions[i] ?? ''), ...(stop && { stop }) };
    });
    const design = matchLook(facts, assets.designs);
    const planKey = `${workFolderOf(album)}/plan.json`;
    await storage.put(planKey, Buffer.from(JSON.stringify(planSheet({ ...words, pictures, design }))));
    return { planKey, design: design.id };
  },
});
export type SheetPlanning = ReturnType<typeof createSheetPlanning>;
