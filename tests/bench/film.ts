import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeMusic, makePhotos, workFolder } from './assets.ts';
import type { FilmWork } from './film-worker.ts';
import { benchJitter } from './jitter.ts';
import { measureIn, type Run } from './child.ts';
import { goalOf as goal, median } from './measure.ts';
import { benchPlan } from './plan.ts';

/** What a bench is asked to measure, of what there is to choose. */
export interface Asked {
  runs: number;
  photos: number[];
  size: { width: number; height: number };
  slots: number;
  withPeers: boolean;
}

const sampleMs = 400; // looking costs a little of the processor too
const measure = (work: FilmWork): Promise<Run> => measureIn('film-worker.ts', work, sampleMs);
const goals = { ratio: 1.15, memory: 350, spread: 0.1, jitter: 0.03 };

/** Floor and chain by turns, so that whatever else the machine does meets both. */
async function compare(photos: number, { runs, size, slots, withPeers }: Asked) {
  const plan = benchPlan(photos, size);
  const raw = `/dev/shm/ensemble-bench-${process.pid}.yuv`;
  refuseIfTooLarge(plan.frames * size.width * size.height * 1.5);
  const work = { plan, photos: await makePhotos(photos), music: makeMusic(), raw, slots };
  const pairs: { floor: Run; chain: Run }[] = [];
  try {
    const analysis = await measure({ ...work, kind: 'analyse' });
    await measure({ ...work, kind: 'dump' });
    for (let i = 0; i < runs; i++) {
      const floor = await measure({ ...work, kind: 'floor' });
      pairs.push({ floor, chain: await measure({ ...work, kind: 'chain' }) });
      console.error(`${photos} photos, pair ${i + 1}: ${describe(pairs.at(-1))}`);
    }
    const framesOnly = await measure({ ...work, kind: 'frames' });
    const zoompan = withPeers ? await measure({ ...work, kind: 'zoompan' }) : undefined;
    return { photos, frames: plan.frames, analysis, pairs, framesOnly, zoompan };
  } finally {
    rmSync(raw, { force: true });
  }
}

type Compared = Awaited<ReturnType<typeof compare>>;

const describe = (pair: Compared['pairs'][number] | undefined): string =>
  pair === undefined
    ? ''
    : `floor ${pair.floor.wall.toFixed(2)} s, chain ${pair.chain.wall.toFixed(2)} s; cpu ${pair.floor.cpu.toFixed(2)} and ${pair.chain.cpu.toFixed(2)} s`;

function refuseIfTooLarge(bytes: number): void {
  const available = Number(/^MemAvailable:\s+(\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1] ?? 0) * 1024;
  if (bytes > available * 0.7) {
    throw new Error(`the floor needs ${Math.ceil(bytes / 1e9)} GB of raw frames in memory: ask for fewer photos`);
  }
}

function summary({ photos, frames, analysis, pairs, framesOnly, zoompan }: Compared) {
  const of = (part: (pair: Compared['pairs'][number]) => number) => median(pairs.map(part));
  return {
    photos,
    seconds: frames / 25,
    floorWall: of(({ floor }) => floor.wall),
    chainWall: of(({ chain }) => chain.wall),
    wallRatio: of(({ floor, chain }) => chain.wall / floor.wall),
    floorCpu: of(({ floor }) => floor.cpu),
    chainCpu: of(({ chain }) => chain.cpu),
    cpuRatio: of(({ floor, chain }) => chain.cpu / floor.cpu),
    peakMB: of(({ chain }) => chain.peak),
    floorPeakMB: of(({ floor }) => floor.peak),
    framesOnlyCpu: framesOnly.cpu,
    analysisWall: analysis.wall,
    analysisCpu: analysis.cpu,
    analysisPeakMB: analysis.peak,
    withAnalysisCpuRatio: of(({ floor, chain }) => (chain.cpu + analysis.cpu) / floor.cpu),
    ...(zoompan && { zoompanWall: zoompan.wall, zoompanCpu: zoompan.cpu, zoompanPeakMB: zoompan.peak }),
  };
}

/** The whole render activity chain against the encoder alone, and the smoothness of the camera. */
export async function benchFilm(asked: Asked): Promise<void> {
  mkdirSync(join(workFolder, 'out'), { recursive: true });
  const compared: Compared[] = [];
  for (const photos of asked.photos) compared.push(await compare(photos, asked));
  const jitter = await benchJitter(asked.size);
  const rows = compared.map(summary);
  console.table(rows.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, Number(v.toFixed(3))]))));
  console.table(jitter);
  const verdict = judge(rows, jitter);
  console.table(verdict);
  const result = { date: new Date().toISOString(), asked, rows, jitter, verdict, runs: compared };
  writeFileSync(join(workFolder, 'film.json'), JSON.stringify(result, null, 2));
}

const worst = (values: number[]): number => Number(Math.max(...values).toFixed(3));

function judge(rows: ReturnType<typeof summary>[], jitter: Awaited<ReturnType<typeof benchJitter>>) {
  const peaks = rows.map(({ peakMB }) => peakMB);
  const residuals = jitter.filter(({ ease }) => ease === 'linear').flatMap(({ x, y }) => [x, y]);
  return [
    goal('wall, of the floor', worst(rows.map(({ wallRatio }) => wallRatio)), goals.ratio),
    goal('cpu, of the floor', worst(rows.map(({ cpuRatio }) => cpuRatio)), goals.ratio),
    goal('peak memory above idle, MB', worst(peaks), goals.memory),
    goal('growth of peak memory with photos', worst([worst(peaks) / Math.min(...peaks) - 1]), goals.spread),
    goal('camera path residual, px', worst(residuals), goals.jitter),
  ];
}
