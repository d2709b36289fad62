// npm run bench -- colors|dub|film|jitter|longimage|orders|overhead|peaks|pictures|search [--runs N] [--photos 12,60] [--size 1280x720] [--slots N] [--peers]
import { parseArgs } from 'node:util';
import { benchColors } from './colors.ts';
import { benchDub } from './dub.ts';
import { benchFilm } from './film.ts';
import { benchJitter } from './jitter.ts';
import { benchSheet } from './sheet.ts';
import { benchOrders } from './orders/orders.ts';
import { benchPeaks } from './peaks.ts';
import { benchOverhead } from './overhead.ts';
import { benchPictures } from './pictures.ts';
import { benchSearch } from './search.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    photos: { type: 'string', default: '12,60' },
    size: { type: 'string', default: '1280x720' },
    slots: { type: 'string', default: '2' },
    peers: { type: 'boolean', default: false },
  },
});

const [width = 1280, height = 720] = values.size.split('x').map(Number);
const asked = {
  runs: Number(values.runs),
  photos: values.photos.split(',').map(Number),
  size: { width, height },
  slots: Number(values.slots),
  withPeers: values.peers,
};

const benches: Record<string, () => Promise<void>> = {
  colors: () => benchColors(asked),
  dub: () => benchDub(asked),
  film: () => benchFilm(asked),
  longimage: () => benchSheet(asked),
  orders: () => benchOrders(asked),
  overhead: () => benchOverhead(asked),
  jitter: async () => console.table(await benchJitter(asked.size)),
  peaks: () => benchPeaks(asked),
  pictures: () => benchPictures(asked),
  search: benchSearch,
};
const bench = benches[positionals[0] ?? ''];
if (bench) await bench();
else {
  console.error(`Say what to measure: ${Object.keys(benches).join(' or ')}.`);
  process.exitCode = 1;
}
