import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { cellsPerDegree } from '#adapters/places/borders.ts';
import { toChineseDatum } from '#adapters/places/datum.ts';

export type Point = readonly [x: number, y: number]; // cells of the grid, GCJ-02

/** A county as the border files have it. */
export interface Feature {
  file: string;
  /** GB/T 2260, six digits; some files have none. */
  code: string | undefined;
  name: string;
  /** Where the file names it itself: Taiwan. */
  city: string | undefined;
  rings: Point[][];
}

const Properties = z.object({ name: z.string(), COUNTYNAME: z.string().optional() });
const Offset = z.tuple([z.number(), z.number()]);
const PlainRing = z.array(z.tuple([z.number(), z.number()], z.unknown()));
const geometry = <T extends string, C extends z.ZodType, O extends z.ZodType>(type: T, coordinates: C, offsets: O) =>
  z.object({ type: z.literal(type), coordinates, encodeOffsets: offsets.optional() });
const ring = z.union([z.string(), PlainRing]);
const Geometry = z.discriminatedUnion('type', [
  geometry('Polygon', z.array(ring), z.array(Offset)),
  geometry('MultiPolygon', z.array(z.array(ring)), z.array(z.array(Offset))),
]);
const File = z.object({
  features: z.array(
    z.object({ id: z.union([z.string(), z.number()]).optional(), properties: Properties, geometry: Geometry }),
  ),
});

/** ECharts' `UTF8Encoding`: zigzag differences to the point before, 64 added, in 1/1024 degree; the first from an offset. */
function decode(text: string, [x0, y0]: Point): Point[] {
  let [x, y] = [x0, y0];
  const points: Point[] = [];
  const difference = (i: number): number => {
    const code = text.charCodeAt(i) - 64;
    return (code >> 1) ^ -(code & 1);
  };
  for (let i = 0; i + 1 < text.length; i += 2) {
    x += difference(i);
    y += difference(i + 1);
    points.push([x, y]);
  }
  return points;
}

/** Taiwan's files hold WGS-84, all others already GCJ-02 (found by comparing known points). */
function snap(longitude: number, latitude: number, isWgs84: boolean): Point {
  const [x, y] = isWgs84 ? toChineseDatum(longitude, latitude) : [longitude, latitude];
  return [Math.round(x * cellsPerDegree), Math.round(y * cellsPerDegree)];
}

function ringsOf({ type, coordinates, encodeOffsets }: z.infer<typeof Geometry>, isWgs84: boolean): Point[][] {
  const rings = type === 'Polygon' ? coordinates : coordinates.flat();
  const offsets = type === 'Polygon' ? encodeOffsets : encodeOffsets?.flat();
  return rings.map((one, i) =>
    typeof one === 'string'
      ? decode(one, offsets?.[i] ?? [0, 0])
      : one.map(([longitude, latitude]) => snap(longitude, latitude, isWgs84)),
  );
}

/** All counties of the package's border files. */
export function readFeatures(folder: string): Feature[] {
  return readdirSync(folder).flatMap((file) => {
    const { features } = File.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    const isWgs84 = file.startsWith('tai2_wan1_');
    return features.map(({ id, properties, geometry }) => ({
      file,
      code: id === undefined ? undefined : String(id).slice(0, 6),
      name: properties.name,
      city: properties.COUNTYNAME,
      rings: ringsOf(geometry, isWgs84),
    }));
  });
}
