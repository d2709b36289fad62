import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { z } from 'zod';
import type { Place, Places } from '#domain/ports/places.ts';
import { cellsPerDegree, countyAround, countyNear, unpackBorders, type Borders } from './borders.ts';
import { toChineseDatum } from './datum.ts';

const asset = join(import.meta.dirname, '../../assets/places/china.bin.br');
const reach = 3; // cells, about 300 m: how far outside all borders a point may lie and still belong to the nearest

/** Head of the asset: every county with the indices of its province and city. */
const HeadSchema = z.object({
  provinces: z.array(z.string()),
  cities: z.array(z.string()),
  counties: z.array(z.tuple([z.string(), z.int(), z.int()])),
});

interface Atlas {
  places: Place[];
  borders: Borders;
}

/** The asset is the length of its head (four bytes), the head as JSON, the borders. */
async function read(file: string): Promise<Atlas> {
  const bytes = await promisify(brotliDecompress)(await readFile(file));
  const start = 4 + bytes.readUInt32LE(0);
  const { provinces, cities, counties } = HeadSchema.parse(JSON.parse(bytes.toString('utf8', 4, start)));
  const places = counties.map(([county, province, city]) => ({
    province: provinces[province] ?? '',
    city: cities[city] ?? '',
    county,
  }));
  return { places, borders: unpackBorders(bytes.subarray(start), counties.length) };
}

/** Point in polygon over the borders of all counties (see NOTICE for their origin), read when first asked and kept. */
export function createPlaces(file = asset): Places {
  let atlas: Promise<Atlas> | undefined;
  return {
    async find({ latitude, longitude }) {
      atlas ??= read(file);
      const { places, borders } = await atlas;
      const [x, y] = toChineseDatum(longitude, latitude).map((degrees) => degrees * cellsPerDegree);
      const county = countyAround(borders, x ?? 0, y ?? 0) ?? countyNear(borders, x ?? 0, y ?? 0, reach);
      return county === undefined ? undefined : places[county];
    },
  };
}
