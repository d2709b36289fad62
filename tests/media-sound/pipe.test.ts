import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FfmpegRefusal, runFfmpeg, useFfmpeg } from '#adapters/media/ffmpeg/run.ts';
import { make, workFolder } from './kit.ts';

const dir = workFolder();
useFfmpeg('ffmpeg');
const sound = { file: make(join(dir, 'a.wav'), 'sine=440:r=48000:d=20'), options: ['-f', 'wav'] };
const raw = ['-ac', '2', '-f', 's16le', '-c:a', 'pcm_s16le'];
const bytes = 20 * 48_000 * 4;
const { signal } = new AbortController();

const pipes = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`ensemble-pipe-${process.pid}-`));
let before: string[];
beforeEach(() => void (before = pipes()));
afterEach(() => expect(pipes().filter((name) => !before.includes(name))).toEqual([])); // nothing stays

test('every byte of an output is handed over, in order, before the run ends', async () => {
  let taken = 0;
  const [handedOver, file] = [createHash('sha256'), join(dir, 'same.raw')];
  const onBytes = (part: Buffer) => {
    taken += part.length;
    handedOver.update(part);
  };
  await runFfmpeg({
    inputs: [sound],
    outputs: [
      { onBytes, options: raw },
      { file, options: raw },
    ],
    signal,
  });
  expect(taken).toBe(bytes);
  expect(handedOver.digest('hex')).toBe(createHash('sha256').update(readFileSync(file)).digest('hex'));
});

test('what the receiver throws ends ffmpeg and is what is thrown: the media is not to blame', async () => {
  const fault = new Error('no room');
  const onBytes = () => {
    throw fault;
  };
  await expect(runFfmpeg({ inputs: [sound], outputs: [{ onBytes, options: raw }], signal })).rejects.toBe(fault);
});

test('a file that cannot be opened is refused, and nobody waits for its bytes', async () => {
  const nothing = { file: join(dir, 'none.wav'), options: ['-f', 'wav'] };
  const ended = runFfmpeg({ inputs: [nothing], outputs: [{ onBytes: () => undefined, options: raw }], signal });
  await expect(ended).rejects.toThrow(FfmpegRefusal);
});

test('an abort ends it at once', async () => {
  const stop = new AbortController();
  const onBytes = () => stop.abort(new Error('stopped'));
  const ended = runFfmpeg({ inputs: [sound], outputs: [{ onBytes, options: raw }], signal: stop.signal });
  await expect(ended).rejects.toThrow('stopped');
});

test('a full disk is the machine’s fault, not that of the media', async () => {
  const file = join(dir, 'full.raw');
  symlinkSync('/dev/full', file);
  const ended = runFfmpeg({ inputs: [sound], outputs: [{ file, options: raw }], signal });
  await expect(ended).rejects.toThrow('No space left on device');
  await expect(ended).rejects.not.toThrow(FfmpegRefusal);
});

test('media that says so itself is refused all the same', async () => {
  const title = 'a\nfull: No space left on device\n';
  const told = make(join(dir, 'told.wav'), 'sine=d=1', '-metadata', `title=${title}`);
  const output = { file: join(dir, 'none.raw'), options: ['-map', '0:v:0', ...raw] };
  const ended = runFfmpeg({ inputs: [{ file: told, options: ['-f', 'wav'] }], outputs: [output], signal });
  await expect(ended).rejects.toThrow(FfmpegRefusal);
});
