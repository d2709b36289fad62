import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mixing, picturesOf, planOf, probe, whistle } from './dubbing-kit.ts';
import { make, workFolder } from './kit.ts';

const dir = workFolder();
const { studio, clip, files, mixed, voice, room } = mixing(dir);
const job = { signal: new AbortController().signal };

const lines = [
  { startMs: 1000, endMs: 2500, text: '你好，{\\b1}世界\\N！' },
  { startMs: 3000, endMs: 99_000, text: '第二行\n<b>第三行</b>' },
  { startMs: 50_000, endMs: 60_000, text: '没有人看到' },
];

test('subtitles are a track that can be switched off, their text taken literally', async () => {
  const { out } = await mixed({ lines });
  expect(probe(out).streams.map((stream) => stream.codec_name)).toEqual(['h264', 'aac', 'mov_text']);
  expect(picturesOf(out)).toBe(picturesOf(clip.silent));
  const text = execFileSync('ffmpeg', ['-v', 'error', '-i', out, '-map', '0:s', '-f', 'srt', '-'])
    .toString()
    .replaceAll('\r', '');
  expect(text).toContain('00:00:01,000 --> 00:00:02,500');
  expect(text).toContain('你好，｛＼b1｝世界＼N！');
  expect(text).toContain('第二行\n<b>第三行</b>');
  expect(text).toContain('00:00:03,000 --> 00:00:12,000');
  expect(text).not.toContain('没有人看到');
});

test('burnt in once, however often the sound is written, and no larger than players like', async () => {
  files.set(
    'large',
    make(join(dir, 'large.mp4'), 'testsrc2=s=2560x1440:r=5:d=12', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'),
  );
  const clicks = voice('clicks.wav', 'aevalsrc=0.02*random(0)+0.9*lt(mod(t\\,0.5)\\,0.001):s=48000:d=11');
  const { out, facts } = await mixed({
    video: { silent: 'large', original: 'original' },
    voices: [{ key: clicks, startMs: 0 }],
    lines: lines.slice(0, 1),
    burnSubtitle: true,
  });
  expect(picturesOf(out)).toBe(picturesOf(join(room(), 'product.mp4.burnt'))); // the level took more than one try
  expect(probe(out).streams).toMatchObject([{ codec_name: 'h264', width: 1920, height: 1080 }, { codec_name: 'aac' }]);
  expect(Math.abs((facts.lufs ?? 0) + 16)).toBeLessThanOrEqual(1);
});

/** One frame's brightness. */
const frame = (file: string, at: number) =>
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-ss',
    String(at),
    '-i',
    file,
    '-frames:v',
    '1',
    '-pix_fmt',
    'gray',
    '-f',
    'rawvideo',
    '-',
  ]);

test('burnt in only when asked: the pictures change where a line is shown, and only there', async () => {
  const { out } = await mixed({ lines: lines.slice(0, 1), burnSubtitle: true });
  expect(probe(out).streams.map((stream) => stream.codec_name)).toEqual(['h264', 'aac']);
  const differs = (at: number) => {
    const [a, b] = [frame(out, at), frame(clip.silent, at)];
    const lower = Array.from({ length: 160 * 30 }, (_, i) => Math.abs((a[160 * 60 + i] ?? 0) - (b[160 * 60 + i] ?? 0)));
    return lower.filter((one) => one > 60).length;
  };
  expect(differs(2)).toBeGreaterThan(40);
  expect(differs(6)).toBeLessThan(10);
});

const bad: [file: string, content: string | Buffer][] = [
  ['hls.mp3', '#EXTM3U\n#EXTINF:9,\nfile:///etc/hostname\n'],
  ['concat.wav', 'ffconcat version 1.0\nfile /etc/hostname\n'],
  ['empty.m4a', ''],
  ['broken.mp3', Buffer.from(`ID3${'\0'.repeat(60)}`)],
];

test.each(bad)('%s in place of a recording is refused, and nothing is left', async (name, content) => {
  const file = join(dir, name);
  writeFileSync(file, content);
  files.set(name, file);
  const before = readdirSync(dir).length;
  await expect(mixed({ voices: [{ key: name, startMs: 0 }] })).rejects.toMatchObject({
    kind: 'invalid',
    code: 'bad_voice',
  });
  expect(readdirSync(room()).filter((one) => one.startsWith('product'))).toEqual([]);
  expect(readdirSync(dir).length).toBe(before + 1);
});

test('music that is broken is not laid to a recording that is not', async () => {
  const key = voice('good.wav', whistle(2));
  const ended = mixed({ voices: [{ key, startMs: 0 }], bgm: { key: 'broken.mp3' } });
  await expect(ended).rejects.toThrow('ffmpeg failed');
  await expect(ended).rejects.not.toMatchObject({ code: 'bad_voice' });
});

test('a recording lies on the disk raw once: as it was, or without its noise', async () => {
  const { out } = await mixed({ voices: [{ key: voice('noise.wav', whistle(2)), startMs: 0 }], denoise: true });
  expect(probe(out).streams).toHaveLength(2);
  expect(readdirSync(room()).filter((one) => one.startsWith('voice'))).toEqual(['voice-0.f32.clean']);
});

test('a full disk fails the mix: nothing empty passes for a product', async () => {
  const room = mkdtempSync(join(dir, 'full-'));
  const out = join(room, 'product.mp4');
  symlinkSync('/dev/full', out);
  await expect(studio.mixDubbing({ plan: planOf(), files, out }, job)).rejects.toThrow('No space left on device');
});

const took: number[] = []; // ms from each cancellation to the end
test.each([0, 30, 120, 300])('cancelled after %d ms it ends and leaves no product', async (ms) => {
  const stop = new AbortController();
  const ended = mixed(
    { voices: [{ key: voice('c.wav', whistle(8)), startMs: 0 }], bgm: { key: 'bgm' }, lines, burnSubtitle: true },
    stop.signal,
  );
  let asked = 0;
  setTimeout(() => {
    asked = performance.now();
    stop.abort(new Error('never mind'));
  }, ms);
  await expect(ended).rejects.toThrow('never mind');
  took.push(performance.now() - asked);
  expect(readdirSync(room()).filter((one) => one.startsWith('product'))).toEqual([]);
  const atWork = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandOf(pid).includes(dir));
  expect(atWork).toEqual([]);
});

test('it has mostly taken a few seconds at most, whatever held the machine up', () => {
  expect(took.toSorted((a, b) => a - b)[2]).toBeLessThan(15_000);
});

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // it has just ended
  }
}
