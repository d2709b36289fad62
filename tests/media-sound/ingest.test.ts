import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { createSoundStudio } from '#adapters/media/sound-studio.ts';
import { picturesOf } from './dubbing-kit.ts';
import { heard, make, workFolder } from './kit.ts';

const dir = workFolder();
const studio = createSoundStudio({ ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' });
const job = { signal: new AbortController().signal };
const picture = 'testsrc2=s=320x180:r=25:d=4';
const hum = 'aevalsrc=0.05*sin(2*PI*300*t):s=44100:d=4';
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
let count = 0;

async function takenIn(source: string, signal = job.signal) {
  const room = join(dir, `clip-${count++}`);
  mkdirSync(room);
  const place = (name: string) => join(room, name);
  const into = { original: place('original.mp4'), silent: place('silent.mp4'), poster: place('poster.jpg') };
  const facts = await studio.ingestClip({ source: join(dir, source), ...into }, { signal });
  return { ...into, facts };
}

interface Stream {
  codec_name: string;
  pix_fmt?: string;
  width?: number;
  height?: number;
  r_frame_rate: string;
  avg_frame_rate: string;
  duration: string;
}
const streamsOf = (file: string): Stream[] =>
  (
    JSON.parse(execFileSync('ffprobe', ['-v', 'error', '-show_streams', '-of', 'json', file]).toString()) as {
      streams: Stream[];
    }
  ).streams;

const clips: [
  file: string,
  options: string[],
  expected: { width: number; height: number; fps: number; isCopied: boolean },
][] = [
  [
    'ready.mp4',
    ['-f', 'lavfi', '-i', hum, ...h264, '-c:a', 'aac'],
    { width: 320, height: 180, fps: 25, isCopied: true },
  ],
  ['mute.mp4', h264, { width: 320, height: 180, fps: 25, isCopied: true }],
  [
    'vp9.webm',
    ['-f', 'lavfi', '-i', hum, '-c:v', 'libvpx-vp9', '-cpu-used', '8', '-deadline', 'realtime', '-c:a', 'libopus'],
    { width: 320, height: 180, fps: 25, isCopied: false },
  ],
  [
    'ntsc.mov',
    ['-f', 'lavfi', '-i', hum, '-r', '30000/1001', ...h264, '-c:a', 'pcm_s16le'],
    { width: 320, height: 180, fps: 29.97, isCopied: true },
  ],
  [
    'colour.mkv',
    ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv444p'],
    { width: 320, height: 180, fps: 25, isCopied: false },
  ],
  [
    'odd.mkv',
    ['-vf', 'scale=161:91', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv444p'],
    { width: 160, height: 90, fps: 25, isCopied: false },
  ],
  [
    'tall.mkv',
    ['-vf', 'scale=1440:2560,setsar=1,fps=2', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv444p'],
    { width: 1080, height: 1920, fps: 2, isCopied: false },
  ],
  [
    'uneven.mp4',
    ['-vf', "select='not(eq(mod(n,7),3))'", '-vsync', 'vfr', ...h264],
    { width: 320, height: 180, fps: 0, isCopied: false },
  ],
];

test.each(clips)('%s is taken in', async (file, options, expected) => {
  make(join(dir, file), picture, ...options);
  const { original, silent, poster, facts } = await takenIn(file);
  const [video, sound] = streamsOf(original);
  expect(video).toMatchObject({
    codec_name: 'h264',
    pix_fmt: 'yuv420p',
    width: expected.width,
    height: expected.height,
  });
  expect(video?.r_frame_rate).toBe(video?.avg_frame_rate);
  expect(sound).toMatchObject({ codec_name: 'aac', sample_rate: '48000', channels: 2 });
  expect(Math.abs(Number(video?.duration) - Number(sound?.duration))).toBeLessThanOrEqual(0.05);
  expect(streamsOf(silent).map((stream) => stream.codec_name)).toEqual(['h264']);
  expect(picturesOf(silent)).toBe(picturesOf(original));
  if (expected.isCopied) expect(picturesOf(original)).toBe(picturesOf(join(dir, file)));
  expect(await sharp(poster).metadata()).toMatchObject({
    format: 'jpeg',
    width: expected.width,
    height: expected.height,
  });
  expect(facts).toMatchObject({ width: expected.width, height: expected.height });
  if (expected.fps > 0) expect(facts.fps).toBeCloseTo(expected.fps, 2);
  expect(Math.abs(facts.durationMs - 4000)).toBeLessThanOrEqual(60);
  expect(facts.peaks.length).toBeGreaterThan(60);
});

test('the sound is brought to the loudness that mixes reckon with, and the beginning of the file tells how to play it', async () => {
  make(join(dir, 'soft.mp4'), picture, '-f', 'lavfi', '-i', hum, ...h264, '-c:a', 'aac');
  const { original, facts } = await takenIn('soft.mp4');
  expect(Math.abs(heard(original).lufs + 16)).toBeLessThanOrEqual(0.7);
  expect(Math.abs((facts.lufs ?? 0) - heard(original).lufs)).toBeLessThanOrEqual(0.2);
  const bytes = readFileSync(original).toString('latin1');
  expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
});

test('a clip without sound is silent', async () => {
  make(join(dir, 'dumb.mp4'), picture, ...h264);
  expect((await takenIn('dumb.mp4')).facts).toMatchObject({ lufs: null, peakDb: null });
});

test('a turned phone is turned upright', async () => {
  make(join(dir, 'flat.mp4'), picture, ...h264);
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-i',
    join(dir, 'flat.mp4'),
    '-c',
    'copy',
    '-metadata:s:v',
    'rotate=90',
    join(dir, 'turned.mp4'),
  ]);
  expect((await takenIn('turned.mp4')).facts).toMatchObject({ width: 180, height: 320 });
});

const playlist = '#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n';
const bad: [file: string, content: () => string | Buffer][] = [
  ['empty.mp4', () => ''],
  ['hls.mp4', () => playlist],
  ['concat.mp4', () => 'ffconcat version 1.0\nfile /etc/hostname\n'],
  [
    'gab2.avi',
    () =>
      Buffer.concat([
        readFileSync(make(join(dir, 'plain.avi'), picture, '-c:v', 'mpeg4')),
        Buffer.from(`GAB2\0\x02\0${playlist}`),
      ]),
  ],
  ['sound.mp4', () => readFileSync(make(join(dir, 'sound.m4a'), hum, '-c:a', 'aac'))],
  ['half.mp4', () => readFileSync(make(join(dir, 'whole.mp4'), picture, ...h264)).subarray(0, 20_000)],
  ['blink.mp4', () => readFileSync(make(join(dir, 'short.mp4'), 'color=red:s=64x64:d=0.2', ...h264))],
  ['tiny.mp4', () => readFileSync(make(join(dir, 'small.mp4'), 'color=red:s=8x8:d=1', ...h264))],
  ['text.mp4', () => `\0\0\0\x18ftypmp42\0\0\0\0mp42isom${'not a clip'.repeat(50)}`],
  ['picture.mp4', () => readFileSync('assets/avatars/default.png')],
];

test.each(bad)('%s is refused and leaves nothing', async (file, content) => {
  writeFileSync(join(dir, file), content());
  await expect(takenIn(file)).rejects.toMatchObject({ kind: 'invalid', code: 'bad_clip' });
  expect(readdirSync(join(dir, `clip-${count - 1}`))).toEqual([]);
});

test('taking in can be cancelled', async () => {
  make(
    join(dir, 'big.mkv'),
    'testsrc2=s=1280x720:r=25:d=20',
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv444p',
  );
  const stop = new AbortController();
  const ended = takenIn('big.mkv', stop.signal);
  setTimeout(() => stop.abort(new Error('never mind')), 400);
  await expect(ended).rejects.toThrow('never mind');
  expect(readdirSync(join(dir, `clip-${count - 1}`))).toEqual([]);
});

test.each([
  ['tune.mp3', ['-c:a', 'libmp3lame']],
  ['tune.ogg', ['-c:a', 'libvorbis']],
  ['tune.wav', []],
  ['tune.m4a', ['-c:a', 'aac']],
])('%s becomes music', async (file, options) => {
  make(join(dir, file), hum, ...options);
  const out = join(dir, `${file}.out`);
  const facts = await studio.ingestMusic({ source: join(dir, file), out }, job);
  expect(Math.abs(facts.durationMs - 4000)).toBeLessThanOrEqual(120);
  expect(streamsOf(out).map((stream) => stream.codec_name)).toEqual(['mp3']);
  expect(Math.abs((facts.lufs ?? 0) + 16)).toBeLessThanOrEqual(0.7);
});

test.each([
  ['none.mp3', 'nothing'],
  ['list.mp3', playlist],
])('%s is no music', async (file, content) => {
  writeFileSync(join(dir, file), content);
  const ended = studio.ingestMusic({ source: join(dir, file), out: join(dir, 'no.mp3') }, job);
  await expect(ended).rejects.toMatchObject({ kind: 'invalid', code: 'bad_music' });
});

test('a face is square and knows nothing of its picture', async () => {
  const file = join(dir, 'face.png');
  const background = { r: 200, g: 30, b: 30 };
  await sharp({ create: { width: 900, height: 400, channels: 3, background } })
    .withExif({ IFD0: { Copyright: 'me' } })
    .png()
    .toFile(file);
  await studio.portray({ picture: file, out: join(dir, 'face.jpg') });
  const meta = await sharp(join(dir, 'face.jpg')).metadata();
  expect(meta).toMatchObject({ format: 'jpeg', width: 320, height: 320 });
  expect(meta.exif).toBeUndefined();
});
