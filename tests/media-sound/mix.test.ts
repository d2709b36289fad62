import { readFileSync } from 'node:fs';
import type { DubbingPlan } from '#domain/dubbing/dubbing.plan.ts';
import { clipMs, mixing, picturesOf, pitchDb, placeOf, probe, samplesOf, whistle } from './dubbing-kit.ts';
import { heard, workFolder } from './kit.ts';

const dir = workFolder();
const { clip, files, mixed, voice } = mixing(dir);

const mixes: [name: string, make: () => Partial<DubbingPlan>][] = [
  ['one voice alone', () => ({ voices: [{ key: voice('a.wav', whistle(2)), startMs: 3000 }] })],
  [
    'a whisper over everything',
    () => ({
      voices: [{ key: voice('soft.m4a', whistle(3, 0.004), '-c:a', 'aac'), startMs: 2000 }],
      dialogue: 'ducked',
      bgm: { key: 'bgm' },
    }),
  ],
  [
    'a shout',
    () => ({ voices: [{ key: voice('loud.mp3', `${whistle(3, 0.99)},volume=6dB`), startMs: 0 }], bgm: { key: 'bgm' } }),
  ],
  [
    'sharp clicks in noise',
    () => ({
      voices: [
        { key: voice('clicks.wav', 'aevalsrc=0.02*random(0)+0.9*lt(mod(t\\,0.5)\\,0.001):s=48000:d=11'), startMs: 0 },
      ],
    }),
  ],
  [
    'voices over each other, one in mono, one in surround',
    () => ({
      voices: [
        { key: voice('mono.ogg', whistle(4), '-c:a', 'libvorbis'), startMs: 1000 },
        { key: voice('round.wav', 'aevalsrc=0.1*sin(3000*t)|0|0.1|0|0.1*sin(900*t)|0:c=5.1:d=4'), startMs: 2000 },
      ],
      dialogue: 'ducked',
      denoise: true,
    }),
  ],
  ['a voice longer than the clip', () => ({ voices: [{ key: voice('long.mp3', whistle(20)), startMs: 5000 }] })],
  [
    'a voice at the very end and one after it',
    () => ({
      voices: [
        { key: voice('end.wav', whistle(2)), startMs: clipMs - 600 },
        { key: voice('late.wav', whistle(2)), startMs: clipMs + 1000 },
      ],
      dialogue: 'ducked',
    }),
  ],
  ['no voice, with music', () => ({ bgm: { key: 'bgm' } })],
  ['no voice, the dialogue alone', () => ({ dialogue: 'ducked' })],
];

test.each(mixes)('%s comes to -16 LUFS below -1.5 dBTP, its pictures untouched', async (_name, change) => {
  const { out, facts } = await mixed(change());
  const { lufs, peakDb } = heard(out);
  expect(Math.abs(lufs + 16)).toBeLessThanOrEqual(1);
  expect(peakDb).toBeLessThanOrEqual(-1.5);
  expect(Math.abs((facts.lufs ?? 0) - lufs)).toBeLessThanOrEqual(0.2);
  expect(Math.abs((facts.peakDb ?? 0) - peakDb)).toBeLessThanOrEqual(0.3);
  expect(picturesOf(out)).toBe(picturesOf(clip.silent));
  const { streams, format } = probe(out);
  expect(streams.map((stream) => stream.codec_name)).toEqual(['h264', 'aac']);
  expect(Math.abs(Number(format.duration) * 1000 - clipMs)).toBeLessThanOrEqual(60);
  expect(facts).toMatchObject({ durationMs: clipMs, bytes: readFileSync(out).length });
});

test('where there is nothing to hear there is silence', async () => {
  const { out, facts } = await mixed({});
  expect(facts).toMatchObject({ lufs: null, peakDb: null });
  expect(samplesOf(out).every((sample) => sample === 0)).toBe(true);
  expect(probe(out).streams).toHaveLength(2);
});

test('a silent recording is heard as silence', async () => {
  const { facts } = await mixed({ voices: [{ key: voice('silent.wav', 'anullsrc=d=2'), startMs: 0 }] });
  expect(facts.lufs).toBeNull();
});

test('voices stand where they belong', async () => {
  const [first, second] = [1234, 7777];
  voice('rise.wav', whistle(2));
  voice('fall.wav', 'aevalsrc=0.1*sin(2*PI*(2600*t-400*t*t)):s=16000:d=2');
  const { out } = await mixed({
    voices: [
      { key: 'fall.wav', startMs: second },
      { key: 'rise.wav', startMs: first },
    ],
    dialogue: 'ducked',
  });
  const sound = samplesOf(out);
  for (const [name, place] of [
    ['rise.wav', first],
    ['fall.wav', second],
  ] as const)
    expect(Math.abs(placeOf(samplesOf(files.get(name) ?? ''), sound) - place)).toBeLessThanOrEqual(12); // a limiter looks 5 ms ahead
});

test('dialogue and music make room for a voice and come back', async () => {
  const { out } = await mixed({
    voices: [{ key: voice('noise.wav', 'anoisesrc=d=4:a=0.2:c=pink:r=48000:seed=3'), startMs: 4000 }],
    dialogue: 'ducked',
    bgm: { key: 'bgm' },
  });
  const sound = samplesOf(out);
  const [hum, tune] = [180, 1500].map((pitch) => ({
    before: pitchDb(sound, pitch, 1500, 3500),
    under: pitchDb(sound, pitch, 4500, 7500),
    after: pitchDb(sound, pitch, 8600, 9400),
  }));
  expect((hum?.before ?? 0) - (hum?.under ?? 0)).toBeGreaterThan(12);
  expect((tune?.before ?? 0) - (tune?.under ?? 0)).toBeGreaterThan(7);
  expect(Math.abs((hum?.before ?? 0) - (hum?.after ?? 9))).toBeLessThan(1.5);
  expect(pitchDb(sound, 1500, 11_900, 12_000)).toBeLessThan((tune?.before ?? 0) - 12); // faded out
});

test('the dialogue is left out when it is to be removed', async () => {
  const { out } = await mixed({ bgm: { key: 'bgm' } });
  expect(pitchDb(samplesOf(out), 180, 1000, 11_000)).toBeLessThan(-60);
});

/** Level of what is between the words, dB. */
async function noiseOf(denoise: boolean): Promise<number> {
  const { out } = await mixed({ voices: [{ key: 'noisy.wav', startMs: 0 }], denoise });
  const samples = samplesOf(out).slice(16_000 * 5, 16_000 * 7);
  return 10 * Math.log10(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
}

test('noise behind a voice is reduced', async () => {
  voice(
    'noisy.wav',
    `${whistle(4, 0.2)},apad=whole_dur=8[v];anoisesrc=d=8:a=0.01:r=16000:seed=5[n];[v][n]amix=normalize=0`,
  );
  expect((await noiseOf(false)) - (await noiseOf(true))).toBeGreaterThan(6);
});
