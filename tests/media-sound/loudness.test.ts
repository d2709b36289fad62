import { join } from 'node:path';
import { useFfmpeg } from '#adapters/media/ffmpeg/run.ts';
import { createEar } from '#adapters/media/sound/ear.ts';
import { listenTo } from '#adapters/media/sound/listen.ts';
import { heard, make, workFolder } from './kit.ts';

const dir = workFolder();
useFfmpeg('ffmpeg');
const { signal } = new AbortController();

/** Stereo sines of 1 kHz, one after the other: seconds at dBFS. */
function tones(rate: number, parts: [seconds: number, db: number][]): Uint8Array {
  const frames = parts.map(([seconds]) => Math.round(seconds * rate));
  const sound = new Float32Array(frames.reduce((a, b) => a + b, 0) * 2);
  let at = 0;
  for (const [part, [, db]] of parts.entries()) {
    const amplitude = 10 ** (db / 20);
    for (let i = 0; i < (frames[part] ?? 0); i++, at += 2)
      sound[at] = sound[at + 1] = amplitude * Math.sin((2 * Math.PI * 1000 * i) / rate);
  }
  return new Uint8Array(sound.buffer);
}

function measured(rate: number, sound: Uint8Array, cut = 65_536) {
  const ear = createEar(rate);
  for (let i = 0; i < sound.length; i += cut) ear.hear(sound.subarray(i, i + cut));
  return ear.facts();
}

// Test signals of EBU Tech 3341 (2016), table 1.
const signals: [name: string, parts: [number, number][], lufs: number][] = [
  ['1', [[20, -23]], -23],
  ['2', [[20, -33]], -33],
  [
    '3',
    [
      [10, -36],
      [60, -23],
      [10, -36],
    ],
    -23,
  ],
  [
    '4',
    [
      [10, -72],
      [10, -36],
      [60, -23],
      [10, -36],
      [10, -72],
    ],
    -23,
  ],
  [
    '5',
    [
      [20, -26],
      [20.1, -20],
      [20, -26],
    ],
    -23,
  ],
];

test.each(signals)('signal %s of EBU Tech 3341 measures as it must', (_name, parts, lufs) => {
  expect(Math.abs(measured(48_000, tones(48_000, parts)).lufs - lufs)).toBeLessThanOrEqual(0.1);
});

/** A sine on both sides, its pitch as a part of the rate, heard by a keen ear. It comes in softly: an edge has a peak of its own. */
function truePeakOf(part: number, degrees: number, amplitude: number, frames = 48_000, cut = 65_536): number {
  const wave = (i: number) =>
    Math.min(1, i / 480) * amplitude * Math.sin((2 * Math.PI * i) / part + (degrees * Math.PI) / 180);
  const sound = new Float32Array(frames * 2).map((_, i) => wave(Math.floor(i / 2)));
  const [ear, bytes] = [createEar(48_000, { isKeen: true }), new Uint8Array(sound.buffer)];
  for (let i = 0; i < bytes.length; i += cut) ear.hear(bytes.subarray(i, i + cut));
  ear.facts();
  return ear.truePeakDb();
}

// Test signals of the same table whose peak lies between the samples: part of the rate, phase, amplitude, dBTP.
test.each([
  ['15', 4, 0, 0.5, -6],
  ['16', 4, 45, 0.5, -6],
  ['17', 6, 60, 0.5, -6],
  ['18', 8, 67.5, 0.5, -6],
  ['19', 4, 45, 1.41, 3],
] as const)('signal %s of EBU Tech 3341 has the true peak it must', (_name, part, degrees, amplitude, peakDb) => {
  const off = truePeakOf(part, degrees, amplitude) - peakDb;
  expect(off).toBeLessThanOrEqual(0.2);
  expect(off).toBeGreaterThanOrEqual(-0.4);
});

test('a true peak is the same however the stream is cut, and that of silence is none', () => {
  expect(truePeakOf(4, 45, 0.5, 9999, 1013)).toBe(truePeakOf(4, 45, 0.5, 9999));
  expect(truePeakOf(4, 45, 0)).toBe(-Infinity);
});

test('a peak between two stretches is heard', () => {
  const frames = 4800;
  const sound = new Float32Array(frames * 2);
  for (let i = 2396; i < 2404; i++) sound[2 * i] = i % 4 < 2 ? 0.5 : -0.5; // a quarter of the rate, at 45 degrees
  const ear = createEar(48_000, { isKeen: true });
  ear.hear(new Uint8Array(sound.buffer));
  ear.facts();
  expect(ear.truePeakDb()).toBeGreaterThan(20 * Math.log10(0.5) + 2);
});

test.each([8000, 22_050, 44_100, 96_000])('a tone is as loud at %d Hz', (rate) => {
  const { lufs, peakDb, durationMs } = measured(rate, tones(rate, [[5, -20]]));
  expect(Math.abs(lufs + 20)).toBeLessThanOrEqual(0.1);
  expect(Math.abs((peakDb ?? 0) + 20)).toBeLessThanOrEqual(0.2);
  expect(durationMs).toBe(5000);
});

test('how the stream is cut makes no difference', () => {
  const sound = tones(44_100, [[1.234, -12]]);
  expect(measured(44_100, sound, 1013)).toEqual(measured(44_100, sound));
});

test('a sound shorter than a block has a loudness', () => {
  expect(Math.abs(measured(48_000, tones(48_000, [[0.2, -20]])).lufs + 20)).toBeLessThan(0.5);
});

test('peaks show where it is loud', () => {
  const sound = tones(48_000, [
    [1, -120],
    [1, -6],
    [0.51, -120],
  ]);
  const half = Array.from({ length: 20 }, () => 0.5);
  const none = Array.from({ length: 20 }, () => 0);
  expect(measured(48_000, sound).peaks).toEqual([...none, ...half, ...none.slice(9)]);
});

test('a long sound has no more peaks than one draws', () => {
  const { peaks } = measured(
    8000,
    tones(8000, [
      [50, -120],
      [0.1, -6],
      [50, -120],
    ]),
  );
  expect(peaks).toHaveLength(600);
  expect(peaks.filter((peak) => peak > 0.4).length).toBeLessThanOrEqual(3);
  expect(peaks[300]).toBeGreaterThan(0.4);
});

test.each([
  ['noise', 'anoisesrc=d=20:c=pink:a=0.3:seed=7', 'a.mp3'],
  ['mono noise', 'anoisesrc=d=8:c=white:a=0.05:r=22050:seed=7', 'b.wav'],
  [
    'bursts',
    'aevalsrc=0.5*sin(2*PI*300*t)*lt(mod(t\\,3)\\,0.7)|0.2*random(0)*lt(mod(t\\,2)\\,1):d=20:s=48000',
    'c.ogg',
  ],
])('%s is as loud as for ffmpeg', async (_name, source, name) => {
  const file = make(join(dir, name), source);
  const format = { mp3: 'mp3', wav: 'wav', ogg: 'ogg' }[name.slice(2)] ?? '';
  const { lufs, durationMs } = await listenTo({ file, options: ['-f', format] }, signal);
  expect(Math.abs((lufs ?? 0) - heard(file).lufs)).toBeLessThanOrEqual(0.1);
  expect(durationMs).toBeGreaterThan(7900);
});
