import { execFileSync } from 'node:child_process';
import { copyFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { markingOf } from '#adapters/media/song/mark.ts';
import { decodeFingerprint } from '#domain/songs/fingerprint.ts';
import { probe } from '../media/kit.ts';
import { make, workFolder } from './kit.ts';
import { takenIn, tenths } from './song-kit.ts';

const dir = workFolder();
const at = (name: string) => join(dir, name);
const tone = (amplitude: number, seconds: number, rate = 48_000) =>
  `aevalsrc=${amplitude}*sin(2*PI*1000*t)|${amplitude}*sin(2*PI*1000*t):s=${rate}:d=${seconds}`;
const minus23 = 10 ** (-23 / 20);

test.each([
  ['mp3', 'mp3', ['-b:a', '128k']],
  ['m4a', 'm4a', ['-c:a', 'aac']],
  ['mp4', 'm4a', ['-c:a', 'aac']],
  ['aac', 'aac', ['-c:a', 'aac']],
  ['wav', 'wav', []],
  ['wav', 'wav', ['-c:a', 'pcm_s24le', '-ar', '96000']],
  ['flac', 'flac', []],
  ['ogg', 'ogg', ['-c:a', 'libvorbis']],
  ['ogg', 'ogg', ['-c:a', 'libopus']],
] as const)('%s is taken in as %s', async (ending, format, options) => {
  const file = make(at(`form${options.length}.${ending}`), tone(0.3, 6), ...options);
  const song = await takenIn(dir, file);
  expect(song.format).toBe(format);
  expect(Math.abs(song.durationMs - 6000)).toBeLessThan(100); // what encoders add
  expect(Math.abs((song.loudnessLufs ?? 0) - 20 * Math.log10(0.3))).toBeLessThan(0.6);
  expect(decodeFingerprint(song.fingerprint).length).toBeGreaterThan(20);
});

test('a sine is as loud as BS.1770 has it: stereo as the sum of both sides, mono as the one channel it is', async () => {
  const stereo = await takenIn(dir, make(at('sine.wav'), tone(minus23, 20)));
  expect(Math.abs((stereo.loudnessLufs ?? 0) + 23)).toBeLessThanOrEqual(0.1);
  const mono = await takenIn(dir, make(at('mono.wav'), `aevalsrc=${minus23}*sin(2*PI*1000*t):s=48000:d=20`));
  expect(Math.abs((mono.loudnessLufs ?? 0) + 26.01)).toBeLessThanOrEqual(0.1);
  expect(Math.abs((mono.truePeakDbtp ?? 0) + 23)).toBeLessThanOrEqual(0.1);
  expect(Math.max(...mono.peaks.data)).toBe(Math.round(minus23 * 128));
});

test('a true peak lies between the samples', async () => {
  const wave = `min(1\\,100*t)*0.5*sin(PI*n/2+PI/4)`; // no sample is higher than 0.354
  const { truePeakDbtp } = await takenIn(
    dir,
    make(at('between.wav'), `aevalsrc=${wave}|${wave}:s=48000:d=6`, '-c:a', 'pcm_s24le'),
  );
  expect(truePeakDbtp).toBeLessThanOrEqual(-5.8);
  expect(truePeakDbtp).toBeGreaterThanOrEqual(-6.4);
});

test('peaks for players show where it is loud', async () => {
  const source = 'aevalsrc=0.5*between(t\\,2\\,3)*sin(2*PI*440*t):s=44100:d=6';
  const { peaks } = await takenIn(dir, make(at('loud.wav'), source));
  expect(peaks).toMatchObject({ version: 2, channels: 1, bits: 8, sample_rate: 44_100, samples_per_pixel: 2205 });
  expect(peaks.length).toBe(120);
  expect(peaks.data).toHaveLength(240);
  const loud = peaks.data.map((value) => Math.abs(Math.abs(value) - 64) <= 1);
  expect(loud.map((isLoud, i) => isLoud === (i >= 80 && i < 120))).not.toContain(false);
});

test('a preview begins at the essence, lasts 30 s, fades, and tells nothing of the upload’s metadata', async () => {
  const source = 'aevalsrc=0.5*between(t\\,10\\,60)*sin(2*PI*440*t):s=44100:d=60';
  const file = make(at('essence.mp3'), source, '-metadata', 'title=secret', '-metadata', 'comment=+8613800138000');
  const { preview, watermarked } = await takenIn(dir, file, 10_000);
  const loud = tenths(preview);
  expect(Math.abs(loud.length - 300)).toBeLessThanOrEqual(2);
  expect(loud[0]).toBeLessThan(0.3); // fades in from where the tone begins
  expect(Math.min(...loud.slice(10, 280))).toBeGreaterThan(0.3);
  expect(loud[298]).toBeLessThan(0.1);
  for (const made of [preview, watermarked])
    expect(JSON.stringify(probe(made, 'format_tags:stream_tags'))).not.toMatch(/secret|1380/);
});

test('a short song’s preview is as long as the song', async () => {
  const { preview } = await takenIn(dir, make(at('short.wav'), tone(0.3, 8)));
  const loud = tenths(preview);
  expect(Math.abs(loud.length - 80)).toBeLessThanOrEqual(2);
  expect(Math.min(...loud.slice(1, 79))).toBeGreaterThan(0.2); // neither end fades
});

test('every twelve seconds of a preview hold a mark too', async () => {
  const { preview } = await takenIn(dir, make(at('quiet.wav'), 'anullsrc=r=44100:cl=stereo:d=60'), 20_000);
  const loud = tenths(preview);
  for (let i = 0; i + 120 <= loud.length; i += 10) expect(Math.max(...loud.slice(i, i + 120))).toBeGreaterThan(0.01);
});

test('every twelve seconds of the marked copy hold a mark, and it is as long as the song', async () => {
  const song = await takenIn(dir, make(at('silence.wav'), 'anullsrc=r=44100:cl=stereo:d=60'));
  expect(song).toMatchObject({ durationMs: 60_000, loudnessLufs: null, truePeakDbtp: null });
  const loud = tenths(song.watermarked);
  expect(Math.abs(loud.length - 600)).toBeLessThanOrEqual(2);
  for (let i = 0; i + 120 <= loud.length; i += 10) expect(Math.max(...loud.slice(i, i + 120))).toBeGreaterThan(0.01);
});

/** How much higher the marked copy of a tone is than the tone. */
const risen = async (amplitude: number) => {
  const song = await takenIn(dir, make(at(`base${amplitude}.wav`), tone(amplitude, 20)));
  return Math.max(...tenths(song.watermarked)) / amplitude;
};

test('marks are as loud as the song is', async () => {
  const [quiet, loud] = [await risen(0.02), await risen(0.3)];
  expect(quiet).toBeGreaterThan(1.5);
  expect(loud).toBeGreaterThan(1.5);
});

test('marks come at other times in every work', () => {
  const markings = Array.from({ length: 50 }, (_, i) => markingOf(`work ${i}`));
  expect(new Set(markings.map(({ everyMs }) => Math.round(everyMs))).size).toBeGreaterThan(45);
  for (const { firstMs, everyMs } of markings) {
    expect(firstMs).toBeLessThan(3000);
    expect(everyMs).toBeLessThan(12_000);
  }
  expect(markingOf('a')).toEqual(markingOf('a'));
});

/** The first part of a file, as a broken connection leaves it. */
function half(file: string): string {
  const cut = `${file.slice(0, -4)}-half${file.slice(-4)}`;
  copyFileSync(file, cut);
  truncateSync(cut, Math.floor(statSync(cut).size / 2));
  return cut;
}

test.each([
  ['too short', () => make(at('blip.wav'), tone(0.3, 2)), '歌曲不能短于 5 秒'],
  ['too long', () => make(at('endless.wav'), 'anullsrc=r=8000:cl=mono:d=910'), '歌曲不能长于 15 分钟'],
  ['in six channels', () => make(at('six.wav'), 'anullsrc=r=8000:cl=5.1:d=6'), '只支持单声道和立体声'],
  ['a film', () => make(at('film.mp4'), 'testsrc=s=64x64:d=6[out0];sine=d=6[out1]', '-c:a', 'aac'), '文件不是一首歌曲'],
  ['half a WAV', () => half(make(at('a.wav'), tone(0.3, 20))), '歌曲文件不完整'],
  ['half an MP3', () => half(make(at('a.mp3'), tone(0.3, 20))), '歌曲文件不完整'],
  ['half an M4A', () => half(make(at('a.m4a'), tone(0.3, 20))), '歌曲已损坏或无法解码'],
  ['half a FLAC', () => half(make(at('a.flac'), tone(0.3, 20))), '歌曲文件不完整'],
  ['no sound', () => make(at('picture.mp3'), 'color=s=16x16:d=1', '-f', 'mjpeg', '-frames:v', '1'), '只支持'],
])('what is %s is refused', async (_name, file, reason) => {
  const error: unknown = await takenIn(dir, file()).catch((refused: unknown) => refused);
  expect(error).toMatchObject({ kind: 'invalid', code: 'bad_song', message: expect.stringContaining(reason) });
});

test('an essence beyond the end is refused', async () => {
  const ended = takenIn(dir, make(at('e.wav'), tone(0.3, 6)), 6000);
  await expect(ended).rejects.toMatchObject({ code: 'bad_song', message: '精华片段的起点超出歌曲长度' });
});

test('an MP3 that does not count its frames is as long as what is heard of it', async () => {
  const file = make(at('uncounted.mp3'), tone(0.3, 20), '-write_xing', '0');
  expect((await takenIn(dir, half(file))).durationMs).toBeGreaterThan(9000);
});

test('a cover picture in the file makes no film of it', async () => {
  const plain = make(at('plain.mp3'), tone(0.3, 6));
  const cover = make(at('cover.png'), 'color=s=64x64:d=1', '-frames:v', '1');
  const covered = at('covered.mp3');
  const joined = ['-map', '0', '-map', '1', '-c', 'copy', '-disposition:v', 'attached_pic', covered];
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', plain, '-i', cover, ...joined]);
  expect(await takenIn(dir, covered)).toMatchObject({ format: 'mp3' });
});
