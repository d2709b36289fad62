import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadFilmAssets } from '#adapters/assets.ts';
import { createPictureReader } from '#adapters/media/pictures/reader.ts';
import { planSheet } from '#domain/albums/sheet-making.plan.ts';
import type { SheetPlan } from '#domain/albums/sheet.plan.ts';
import { makePhotos, workFolder } from './assets.ts';
import { measureIn, type Run } from './child.ts';
import { goalOf, median } from './measure.ts';
import type { SheetWork } from './sheet-worker.ts';

const sampleMs = 100;
const goals = { ratio: 1.15, memory: 200 };
const measure = (work: SheetWork): Promise<Run> => measureIn('sheet-worker.ts', work, sampleMs);

interface Asked {
  runs: number;
  photos: number[];
}

/** One photograph a row, a caption below each, a way of five stops and a poem: the dearest design there is. */
async function planOf(photos: string[]): Promise<SheetPlan> {
  const { designs } = await loadFilmAssets();
  const design = designs.find(({ id }) => id === 'scroll');
  if (design === undefined) throw new Error('no design');
  const reader = createPictureReader();
  const poem = {
    text: '白日依山尽\n黄河入海流\n欲穷千里目\n更上一层楼',
    author: '王之涣',
    title: '登鹳雀楼',
    keywords: [],
  };
  const pictures = [];
  for (const [i, photo] of photos.entries()) {
    const facts = await reader.analyse(photo);
    const at = Math.floor((5 * i) / photos.length);
    const stop = { name: `第${at + 1}站`, latitude: 30 + at / 7, longitude: 120 + at / 3 };
    pictures.push({ facts, caption: `第${i + 1}张 春江潮水连海平，海上明月共潮生。`, stop });
  }
  return planSheet({ title: '山野行记', description: '走出家门，看山，看水，看花开。', pictures, poem, design });
}

/** Floor (its two halves) and long picture by turns. */
async function compare(count: number, { runs }: Asked) {
  const photos = await makePhotos(count);
  const plan = await planOf(photos);
  const raw = `/dev/shm/ensemble-bench-${process.pid}.rgb`;
  const work = { plan, photos, raw };
  const pairs: { decode: Run; encode: Run; sheet: Run }[] = [];
  try {
    await measure({ ...work, kind: 'dump' });
    for (let i = 0; i < runs; i++) {
      const decode = await measure({ ...work, kind: 'decode' });
      const encode = await measure({ ...work, kind: 'encode' });
      pairs.push({ decode, encode, sheet: await measure({ ...work, kind: 'sheet' }) });
      console.error(`${count} photos, pair ${i + 1}: ${JSON.stringify(pairs.at(-1))}`);
    }
  } finally {
    rmSync(raw, { force: true });
    rmSync(`${raw}.jpg`, { force: true });
  }
  return { photos: count, height: plan.sheet.height, pairs };
}

function summary({ photos, height, pairs }: Awaited<ReturnType<typeof compare>>) {
  const of = (part: (pair: (typeof pairs)[number]) => number) => Number(median(pairs.map(part)).toFixed(3));
  return {
    photos,
    height,
    floorCpu: of(({ decode, encode }) => decode.cpu + encode.cpu),
    sheetCpu: of(({ sheet }) => sheet.cpu),
    cpuRatio: of(({ decode, encode, sheet }) => sheet.cpu / (decode.cpu + encode.cpu)),
    floorWall: of(({ decode, encode }) => decode.wall + encode.wall),
    sheetWall: of(({ sheet }) => sheet.wall),
    peakMB: of(({ sheet }) => sheet.peak),
  };
}

const worst = (values: number[]): number => Math.max(...values);

/** The long picture, words and all, against decoding, resizing and encoding the same photographs. */
export async function benchSheet(asked: Asked): Promise<void> {
  mkdirSync(join(workFolder, 'out'), { recursive: true });
  const rows = [];
  for (const count of asked.photos) rows.push(summary(await compare(count, asked)));
  console.table(rows);
  console.table([
    goalOf('cpu, of the floor', worst(rows.map(({ cpuRatio }) => cpuRatio)), goals.ratio),
    goalOf('peak memory above idle, MB', worst(rows.map(({ peakMB }) => peakMB)), goals.memory),
  ]);
  writeFileSync(
    join(workFolder, 'longimage.json'),
    JSON.stringify({ date: new Date().toISOString(), asked, rows }, null, 2),
  );
}
