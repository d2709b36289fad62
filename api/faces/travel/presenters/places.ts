import { z } from 'zod';
import type { Links } from '#api/kernel/links.ts';
import { impressionOf } from '#domain/places/impressions.ts';
import type { Place } from '#domain/ports/places.ts';

/** Where the impression pictures are; `routes/static.ts` serves them. */
export const impressionFolder = '/static/city';

export const PlaceView = z
  .object({
    province: z.string().meta({ description: '省' }),
    city: z.string().meta({ description: '市；直辖市和省直辖县级市重复自己的名称' }),
    county: z.string().meta({ description: '区县' }),
    image: z.string().meta({ description: '城市印象图，相对站点根目录' }),
  })
  .meta({ id: 'TravelPlace' });

export const presentPlace = (place: Place, link: Links['link']): z.input<typeof PlaceView> => ({
  ...place,
  image: link(`${impressionFolder}/${impressionOf(place.province)}`),
});
