import type { SheetPlanning } from '#activities/business/sheet-plan.ts';
import type { SheetRendering } from '#activities/media/sheet.ts';
import type { RenderRequest } from '../albums/contract.ts';
import { renderAlbum } from '../albums/pipeline.ts';
import { business, media } from '../kernel/proxies.ts';

const { planSheet } = business<SheetPlanning>();
const { drawSheet } = media<SheetRendering>();

/** Makes a long picture of an album: title, pictures in order with what is said about them, poem. */
export const photoRender = (request: RenderRequest): Promise<void> =>
  renderAlbum(
    {
      kind: 'photo',
      drawing: 'Drawing the long picture, strip by strip.',
      parts: 'Long pictures',
      finished: 'the long picture lies in the storage.',
      plan: ({ album }, { title, description, facts, captions, poem, showsPlaces }) =>
        planSheet({ album, facts, captions, title, description, poem, showsPlaces }),
      async draw({ album, course }, { planKey }, pictures) {
        course.planned(1, 1);
        const made = await drawSheet({ album, planKey, pictures });
        course.made(1);
        return made;
      },
    },
    request,
  );
