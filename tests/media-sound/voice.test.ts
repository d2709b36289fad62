import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useFfmpeg } from '#adapters/media/ffmpeg/run.ts';
import { inspectVoice } from '#adapters/media/sound/voice.ts';
import { createVoiceReader } from '#adapters/media/sound/voice-reader.ts';
import type { VoiceFormat } from '#domain/ports/sound-studio.ts';
import { make, workFolder } from './kit.ts';

const dir = workFolder();
useFfmpeg('ffmpeg');
const longestMs = 5000;
const tone = 'sine=440:r=44100:d=2';
const { signal } = new AbortController();
const inspect = (file: string) => inspectVoice(join(dir, file), { signal, longestMs });
const ffmpeg = (...args: string[]) => execFileSync('ffmpeg', ['-v', 'error', '-y', ...args]);

const good: [file: string, source: string, options: string[], format: VoiceFormat][] = [
  ['a.mp3', tone, [], 'mp3'],
  ['cbr.mp3', tone, ['-b:a', '32k', '-id3v2_version', '0', '-write_xing', '0'], 'mp3'],
  ['a.aac', tone, [], 'aac'],
  ['a.m4a', tone, [], 'm4a'],
  ['a.mp4', tone, ['-c:a', 'aac'], 'm4a'],
  ['a.wav', tone, [], 'wav'],
  ['float.wav', tone, ['-c:a', 'pcm_f32le'], 'wav'],
  ['a.ogg', tone, ['-c:a', 'libvorbis'], 'ogg'],
  ['opus.ogg', tone, ['-c:a', 'libopus'], 'ogg'],
  ['a.webm', tone, ['-c:a', 'libopus'], 'webm'],
  ['slow.wav', 'sine=440:r=8000:d=2', [], 'wav'],
  ['fast.wav', 'sine=440:r=192000:d=2', [], 'wav'],
  ['surround.wav', 'aevalsrc=0.1|0.1|0.1*sin(900*t)|0|0|0.1:c=5.1:d=2', [], 'wav'],
  ['left.ogg', 'aevalsrc=0.1*sin(900*t)|0:d=2', ['-c:a', 'libvorbis'], 'ogg'],
];

test.each(good)('%s is heard', async (file, source, options, format) => {
  make(join(dir, file), source, ...options);
  const facts = await inspect(file);
  expect(facts.format).toBe(format);
  expect(Math.abs(facts.durationMs - 2000)).toBeLessThanOrEqual(100);
  expect(facts.lufs).toBeGreaterThan(-40);
  expect(facts.peaks.length).toBeGreaterThan(35);
});

test('what WeChat on old phones records is heard', async () => {
  writeFileSync(join(dir, 'a.amr'), amr(100)); // Debian's ffmpeg cannot encode AMR
  expect(await inspect('a.amr')).toMatchObject({ format: 'amr', durationMs: 2000 });
});

/** Frames of 20 ms, 12.2 kbit/s, all silent bits. */
const amr = (frames: number) =>
  Buffer.concat([
    Buffer.from('#!AMR\n'),
    ...Array.from({ length: frames }, () => Buffer.from([0x3c, ...Buffer.alloc(31)])),
  ]);

test('a cover picture does not disturb', async () => {
  make(join(dir, 'plain.mp3'), tone);
  ffmpeg(
    '-i',
    join(dir, 'plain.mp3'),
    '-f',
    'lavfi',
    '-i',
    'color=red:s=200x200:d=0.04',
    '-map',
    '0',
    '-map',
    '1',
    '-c:a',
    'copy',
    '-c:v',
    'png',
    '-frames:v',
    '1',
    '-disposition:v',
    'attached_pic',
    join(dir, 'cover.mp3'),
  );
  expect(await inspect('cover.mp3')).toMatchObject({ format: 'mp3' });
});

test('silence has no loudness, and none is an error', async () => {
  make(join(dir, 'silent.wav'), 'anullsrc=d=1');
  expect(await inspect('silent.wav')).toMatchObject({ lufs: null, peakDb: null, durationMs: 1000 });
});

test('what a decoder adds at the end is no excess, more is', async () => {
  make(join(dir, 'just.m4a'), 'sine=440:d=5', '-c:a', 'aac');
  expect((await inspect('just.m4a')).durationMs).toBeLessThan(5200);
  make(join(dir, 'long.mp3'), 'sine=440:d=5.6');
  await expect(inspect('long.mp3')).rejects.toMatchObject({ kind: 'invalid', code: 'bad_voice' });
});

/** A WAV header of our own choice before two seconds of nothing much. */
function wav(rate: number, channels: number, samples: Buffer, format = 1, bits = 16): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(format, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE((rate * channels * (bits / 8)) >>> 0, 28);
  head.writeUInt16LE((channels * bits) / 8, 32);
  head.writeUInt16LE(bits, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}
const noise = (bytes: number) => Buffer.from(Array.from({ length: bytes }, (_, i) => (i * 7919) % 251));
const canary = 'canary-3b1f';
const secret = join(dir, 'secret.txt');
const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile://${secret}\n#EXT-X-ENDLIST\n`;

const bad: [file: string, content: () => Buffer | string][] = [
  ['empty.mp3', () => ''],
  ['text.mp3', () => 'this is no sound'],
  ['hls.mp3', () => playlist],
  ['concat.m4a', () => `ffconcat version 1.0\nfile ${secret}\n`],
  ['picture.mp3', () => readFileSync('assets/avatars/default.png')],
  ['half.m4a', () => readFileSync(make(join(dir, 'whole.m4a'), tone, '-c:a', 'aac')).subarray(0, 6000)],
  ['only-tag.mp3', () => Buffer.concat([Buffer.from('ID3\x04\x00\x00\x00\x00\x00\x20', 'latin1'), Buffer.alloc(400)])],
  [
    'id3-then-hls.mp3',
    () => Buffer.concat([Buffer.from('ID3\x04\x00\x00\x00\x00\x00\x00', 'latin1'), Buffer.from(playlist)]),
  ],
  ['no-samples.wav', () => wav(44_100, 2, Buffer.alloc(0))],
  ['no-rate.wav', () => wav(0, 2, noise(8000))],
  ['slowest.wav', () => wav(7, 1, noise(8000))],
  ['fastest.wav', () => wav(2_000_000_000, 1, noise(8000))],
  ['no-channel.wav', () => wav(44_100, 0, noise(8000))],
  ['crowd.wav', () => wav(44_100, 300, noise(60_000))],
  ['nan.wav', () => wav(8000, 1, Buffer.from(new Float32Array(16_000).fill(Number.NaN).buffer), 3, 32)],
  ['infinite.wav', () => wav(8000, 1, Buffer.from(new Float32Array(16_000).fill(Infinity).buffer), 3, 32)],
  ['video-only.mp4', () => readFileSync(make(join(dir, 'v.mp4'), 'color=red:s=64x64:d=1'))],
  ['gab2.avi', () => gab2()],
];

/** An AVI whose subtitle stream is a playlist of local files. */
function gab2(): Buffer {
  make(join(dir, 'plain.avi'), 'color=red:s=64x64:d=1', '-c:v', 'mpeg4');
  return Buffer.concat([readFileSync(join(dir, 'plain.avi')), Buffer.from(`GAB2\0\x02\0${playlist}`)]);
}

test.each(bad)('%s is refused', async (file, content) => {
  writeFileSync(secret, canary);
  writeFileSync(join(dir, file), content());
  const error: unknown = await inspect(file).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ kind: 'invalid', code: 'bad_voice' });
  expect(String(error)).not.toContain(canary);
  expect(String(error)).not.toContain(dir); // no paths of ours in a refusal
});

test('who is not heard in time, or waits too long for a turn, is told that there is too much to do', async () => {
  make(join(dir, 'long.wav'), 'anullsrc=d=500:r=48000');
  const reader = createVoiceReader('ffmpeg', 1);
  const asked = await Promise.allSettled(Array.from({ length: 5 }, () => reader.inspectVoice(join(dir, 'long.wav'))));
  const overloaded = { status: 'rejected', reason: expect.objectContaining({ kind: 'too_many', code: 'overloaded' }) };
  expect(asked).toEqual(Array.from({ length: 5 }, () => overloaded));
});

test('nothing is left, and giving up ends the decoder', async () => {
  make(join(dir, 'hour.wav'), 'anullsrc=d=3600:r=8000');
  const stop = new AbortController();
  const before = readdirSync(dir);
  const ended = inspectVoice(join(dir, 'hour.wav'), { signal: stop.signal, longestMs: 3600_000 });
  setTimeout(() => stop.abort(new Error('never mind')), 100);
  await expect(ended).rejects.toThrow('never mind');
  expect(readdirSync(dir)).toEqual(before);
  const atWork = readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => commandOf(pid).includes(dir));
  expect(atWork).toEqual([]);
});

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // it has just ended
  }
}
