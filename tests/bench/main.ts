// npm run bench -- colors|dub|film|jitter|longimage|orders|overhead|peaks|pictures|search [--runs N] [--photos 12,60] [--size 1280x720] [--slots N] [--peers]
import { readArguments, readOrEnd, UsageError } from '#scripts/shared/command-line.ts';
import { benchColors } from './colors.ts';
import { benchDub } from './dub.ts';
import { benchFilm, type Asked } from './film.ts';
import { benchJitter } from './jitter.ts';
import { benchSheet } from './sheet.ts';
import { benchOrders } from './orders/orders.ts';
import { benchPeaks } from './peaks.ts';
import { benchOverhead } from './overhead.ts';
import { benchPictures } from './pictures.ts';
import { benchSearch } from './search.ts';

const options = {
  runs: { type: 'string', default: '3' },
  photos: { type: 'string', default: '12,60' },
  size: { type: 'string', default: '1280x720' },
  slots: { type: 'string', default: '2' },
  peers: { type: 'boolean', default: false },
} as const;

const benches: Record<string, (asked: Asked) => Promise<void>> = {
  colors: benchColors,
  dub: benchDub,
  film: benchFilm,
  longimage: benchSheet,
  orders: benchOrders,
  overhead: benchOverhead,
  jitter: async ({ size }) => console.table(await benchJitter(size)),
  peaks: benchPeaks,
  pictures: benchPictures,
  search: benchSearch,
};

const { bench, asked } = readOrEnd(() => {
  const names = Object.keys(benches).join('|');
  const usage = `usage: npm run bench -- ${names} [--runs N] [--photos 12,60] [--size 1280x720] [--slots N] [--peers]`;
  const { values, positionals } = readArguments(usage, { allowPositionals: true, options });
  const bench = benches[positionals[0] ?? ''];
  if (!bench) throw new UsageError(usage);
  const [width = 1280, height = 720] = values.size.split('x').map(Number);
  const { runs, photos, slots, peers: withPeers } = values;
  const asked = { runs: Number(runs), photos: photos.split(',').map(Number), slots: Number(slots), withPeers };
  return { bench, asked: { ...asked, size: { width, height } } };
});
await bench(asked);
