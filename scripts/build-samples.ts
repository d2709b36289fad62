/**
 * Builds the sample photographs of assets/samples from Debian's lomiri-wallpapers packages: `node scripts/build-samples.ts`.
 * Needs apt-get and dpkg-deb. Authors and licences stand in NOTICE; times and places written into three of them are ours.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Exif } from 'sharp';

const out = join(import.meta.dirname, '..', 'assets', 'samples');
const longSide = 2000; // px
const quality = 82;

interface Sample {
  name: string;
  source: string;
  seen: [label: string, step: number][]; // what a classifier of 8-bit steps (n / 255) says, weakest first; judged by looking
  crop?: { left: number; top: number; width: number; height: number };
  taken?: { time: string; latitude: number; longitude: number };
  caption?: string; // for the long picture
}

/** In film order. */
const samples: Sample[] = [
  {
    name: 'bridge',
    caption: '大桥的钢索把天空分成几块。',
    source: 'Bridge_by_Sander_Klootwijk',
    seen: [
      ['pier', 12],
      ['sandbar', 31],
      ['suspension bridge', 142],
    ],
  },
  {
    name: 'peaks',
    source: 'picosdeeuropa_by_Aitzol_Berasategi',
    seen: [
      ['cliff', 14],
      ['valley', 52],
      ['alp', 163],
    ],
    taken: { time: '2018:06:16 11:24:08', latitude: 43.1936, longitude: -4.8325 },
  },
  {
    name: 'autumn-hill',
    caption: '秋天先到了山腰。',
    source: 'aitzgorri_by_Aitzol_Berasategi',
    seen: [
      ['hay', 10],
      ['alp', 66],
      ['valley', 130],
    ],
    taken: { time: '2018:11:03 15:40:51', latitude: 42.9519, longitude: -2.3256 },
  },
  {
    name: 'brook',
    caption: '溪水从石头上跳下来。',
    source: 'life_by_Aitzol_Berasategi',
    seen: [
      ['stone wall', 17],
      ['cliff', 39],
      ['valley', 98],
    ],
  },
  {
    name: 'nuthatch',
    caption: '小鸟头朝下，在树上走。',
    source: 'Kleiber_by_Lukas_Baubkus',
    seen: [
      ['water ouzel', 15],
      ['junco', 44],
      ['chickadee', 117],
    ],
  },
  {
    name: 'dragonfly',
    source: 'Dragonfly_by_Bolly',
    crop: { left: 1350, top: 0, width: 2376, height: 3168 },
    seen: [
      ['lacewing', 11],
      ['damselfly', 48],
      ['dragonfly', 171],
    ],
  },
  {
    name: 'dandelion',
    source: 'seeding_by_Clements_Engelhardt',
    seen: [
      ['bee', 13],
      ['hay', 27],
      ['daisy', 88],
    ],
  },
  {
    name: 'friends',
    caption: '两位门卫，一位看上，一位看下。',
    source: 'friends_by_Aitzol_Berasategi',
    seen: [
      ['Irish setter', 19],
      ['Sussex spaniel', 61],
      ['cocker spaniel', 139],
    ],
  },
  {
    name: 'fig',
    source: 'Picture_0B_by_freespace',
    seen: [
      ['pomegranate', 9],
      ['soup bowl', 20],
      ['fig', 186],
    ],
  },
  {
    name: 'brushes',
    source: 'Picture_1A_by_freespace',
    seen: [
      ['pencil box', 8],
      ['broom', 36],
      ['paintbrush', 177],
    ],
  },
  {
    name: 'wine',
    source: 'Wine_by_Jakkub_Mede',
    seen: [
      ['red wine', 21],
      ['drum', 58],
      ['wine bottle', 74],
    ],
  },
  {
    name: 'sunset',
    caption: '太阳落在山的后面。',
    source: 'sunset_by_Aitzol_Berasategi',
    seen: [
      ['lakeside', 18],
      ['volcano', 40],
      ['alp', 93],
    ],
    taken: { time: '2018:11:03 17:52:30', latitude: 42.9558, longitude: -2.3301 },
  },
];

const file = (index: number): string => `${String(index + 1).padStart(2, '0')}-${samples[index]?.name ?? ''}.jpg`;

/** Degrees, minutes and hundredths of seconds, as EXIF writes them. */
function degrees(value: number): string {
  const hundredths = Math.round(Math.abs(value) * 360_000);
  const minutes = Math.floor(hundredths / 6000);
  return `${Math.floor(minutes / 60)}/1 ${minutes % 60}/1 ${hundredths % 6000}/100`;
}

const exifOf = ({ taken }: Sample): Exif =>
  taken === undefined
    ? {}
    : {
        IFD2: { DateTimeOriginal: taken.time },
        IFD3: {
          GPSLatitudeRef: taken.latitude < 0 ? 'S' : 'N',
          GPSLatitude: degrees(taken.latitude),
          GPSLongitudeRef: taken.longitude < 0 ? 'W' : 'E',
          GPSLongitude: degrees(taken.longitude),
        },
      };

async function build(sample: Sample, index: number, backgrounds: string): Promise<void> {
  const source = sharp(join(backgrounds, `${sample.source}.jpg`)).autoOrient();
  const cropped = sample.crop === undefined ? source : source.extract(sample.crop);
  const sized = cropped.resize(longSide, longSide, { fit: 'inside', withoutEnlargement: true });
  const dated = sample.taken === undefined ? sized : sized.withExif(exifOf(sample));
  const to = join(out, file(index));
  const { width, height } = await dated.jpeg({ quality, mozjpeg: true }).toFile(to);
  console.log(`${file(index)}: ${width}x${height}, ${statSync(to).size} bytes`);
}

/** info.json in the shape in which the phone application uploads it. */
function writeInfo(): void {
  const info = {
    factors: samples.map(({ seen }) => ({
      types: seen.map(([label]) => label),
      values: seen.map(([, step]) => Number((step / 255).toPrecision(8))),
    })),
    images: samples.map((_, index) => file(index)),
    title: '山野行记',
    description: '走出家门，看山，看水，看花开。',
    captions: samples.map(({ caption = '' }) => caption),
  };
  writeFileSync(join(out, 'info.json'), JSON.stringify(info));
  execFileSync('npx', ['oxfmt', join(out, 'info.json')]);
}

const work = mkdtempSync(join(tmpdir(), 'samples-'));
try {
  execFileSync('apt-get', ['download', 'lomiri-wallpapers-16.04', 'lomiri-wallpapers-20.04'], {
    cwd: work,
    stdio: 'inherit',
  });
  for (const deb of readdirSync(work).filter((name) => name.endsWith('.deb')))
    execFileSync('dpkg-deb', ['-x', deb, '.'], { cwd: work });
  mkdirSync(out, { recursive: true });
  for (const [index, sample] of samples.entries()) await build(sample, index, join(work, 'usr/share/backgrounds'));
  writeInfo();
} finally {
  rmSync(work, { recursive: true, force: true });
}
