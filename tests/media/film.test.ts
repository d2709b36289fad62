import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { FilmPlan } from '#domain/albums/film.plan.ts';
import { coverFrame } from '#domain/albums/cover.plan.ts';
import { cutSegments } from '#domain/albums/segments.plan.ts';
import { createFilmStudio } from '#adapters/media/film-studio.ts';
import { flat, framesOf, job, makeTone, noisy, planOf, probe, size, workFolder, yuvAt } from './kit.ts';

const dir = workFolder();
const studio = createFilmStudio({ ffmpegPath: 'ffmpeg', musicFolder: dir });

interface Made {
  film: string;
  cover: string;
  segments: string[];
}

/** The whole way of a film, in segments of about `length` frames. */
async function make(name: string, plan: FilmPlan, pictures: string[], length: number): Promise<Made> {
  const [film, cover, soundtrack] = [`${name}.mp4`, `${name}.jpg`, `${name}.m4a`].map((file) => join(dir, file));
  if (film === undefined || cover === undefined || soundtrack === undefined) throw new Error('no names');
  const sound = studio.renderSoundtrack({ plan, out: soundtrack }, job);
  const segments = await Promise.all(
    cutSegments(plan, length).map(async (segment) => {
      const out = join(dir, `${name}-${segment.index}.mp4`);
      await studio.renderSegment({ plan, segment, pictures, out, cover }, job);
      return out;
    }),
  );
  await sound;
  await studio.joinFilm({ segments, soundtrack, out: film }, job);
  return { film, cover, segments };
}

/** Every frame of a film, decoded; a word from the decoder fails the test. */
function decode(file: string): Buffer {
  const args = ['-v', 'warning', '-i', file, '-map', '0:v', '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-'];
  return execFileSync('ffmpeg', args, { maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'inherit'] });
}

describe('a film in four segments', () => {
  const plan = planOf(['cut', 'fade', 'wipe', 'slide', 'dip', 'fade', 'cut', 'fade']);
  let made: Made;

  beforeAll(async () => {
    makeTone(dir, 0.05);
    await studio.check();
    const pictures = await Promise.all(plan.shots.map((_, i) => noisy(dir, `${i}.jpg`, i + 1)));
    made = await make('joined', plan, pictures, plan.frames / 4);
  });

  test('has every frame once, evenly spaced, and no gap at its seams', () => {
    expect(made.segments).toHaveLength(4);
    const { packets } = probe(made.film, 'packet=pts,dts,duration', '-select_streams', 'v') as {
      packets: { pts: number; dts: number; duration: number }[];
    };
    const pts = packets.map((packet) => packet.pts).toSorted((a, b) => a - b);
    const dts = packets.map((packet) => packet.dts);
    expect(pts).toEqual(Array.from({ length: plan.frames }, (_, i) => i * 512));
    expect(dts).toEqual(Array.from({ length: plan.frames }, (_, i) => (dts[0] ?? 0) + i * 512));
  });

  test('decodes without a warning to what was drawn', async () => {
    const raw = decode(made.film);
    const bytes = size.width * size.height * 1.5;
    expect(raw.length).toBe(plan.frames * bytes);
    const pictures = plan.shots.map((_, i) => join(dir, `${i}.jpg`));
    const drawn = await framesOf({ plan, from: 0, to: plan.frames, pictures });
    for (const [i, frame] of drawn.entries()) {
      let apart = 0;
      for (let at = 0; at < bytes; at += 97) apart += Math.abs((frame[at] ?? 0) - (raw[i * bytes + at] ?? 0));
      expect(apart / (bytes / 97)).toBeLessThan(8); // crf 23 loses little; a frame out of place is another picture
    }
  });

  test('is H.264 High and AAC, tagged BT.709 limited, 25 frames a second, sound as long as the picture', () => {
    const { streams } = probe(made.film, 'stream') as { streams: Record<string, unknown>[] };
    expect(streams[0]).toMatchObject({ codec_name: 'h264', profile: 'High', pix_fmt: 'yuv420p', ...size });
    expect(streams[0]).toMatchObject({ color_range: 'tv', color_space: 'bt709', r_frame_rate: '25/1' });
    expect(streams[0]).toMatchObject({ color_primaries: 'bt709', color_transfer: 'bt709' });
    expect(streams[1]).toMatchObject({ codec_name: 'aac', sample_rate: '48000', channels: 2 });
    const [video, audio] = streams.map(({ duration }) => Number(duration));
    expect(video).toBeCloseTo(plan.frames / 25, 3);
    expect(Math.abs((audio ?? 0) - (video ?? 0))).toBeLessThanOrEqual(1 / 25);
  });

  test('starts playing before it is loaded, and says nothing about where it came from', () => {
    const bytes = readFileSync(made.film);
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
    const { format } = probe(made.film, 'format_tags') as { format: { tags?: Record<string, string> } };
    expect(Object.keys(format.tags ?? {}).toSorted()).toEqual(['compatible_brands', 'major_brand', 'minor_version']);
  });

  test('has the drawn frame as cover, without metadata', async () => {
    const { width, height, exif, icc } = await sharp(made.cover).metadata();
    expect({ width, height, exif, icc }).toEqual({ ...size, exif: undefined, icc: undefined });
    const frame = coverFrame(plan);
    const pictures = plan.shots.map((_, i) => join(dir, `${i}.jpg`));
    const [drawn = Buffer.alloc(0)] = await framesOf({ plan, from: frame, to: frame + 1, pictures });
    const { data } = await sharp(made.cover).greyscale().raw().toBuffer({ resolveWithObject: true });
    let apart = 0;
    for (let i = 0; i < data.length; i++) apart += Math.abs((data[i] ?? 0) - (((drawn[i] ?? 0) - 16) * 255) / 219);
    expect(apart / data.length).toBeLessThan(12); // sharp's grey weighs linear light, ours does not
  });

  test('leaves nothing but its results', () => {
    expect(readdirSync(dir).filter((name) => /pipe|list|wav/.test(name))).toEqual([]);
  });
});

test('a red picture is red on the screen', async () => {
  const plan = planOf(['cut', 'fade']);
  const red = await flat(dir, 'red.png', { r: 255, g: 0, b: 0 });
  const { film } = await make('red', plan, [red, red], 500);
  const frame = decode(film).subarray(0, size.width * size.height * 1.5);
  [63, 102, 240].forEach((wanted, i) => {
    expect(Math.abs((yuvAt(frame, 160, 90)[i] ?? 0) - wanted)).toBeLessThanOrEqual(2);
  });
});

test('upright and large films are made as well', async () => {
  for (const [width, height] of [
    [180, 320],
    [1920, 1080],
  ] as const) {
    const plan = planOf(['cut'], { width, height, frames: 5 });
    const out = join(dir, `${width}.mp4`);
    const segment = { index: 0, from: 0, to: 5 };
    await studio.renderSegment({ plan, segment, pictures: [join(dir, '1.jpg')], out, cover: `${out}.jpg` }, job);
    const { streams } = probe(out, 'stream=width,height,nb_frames') as { streams: object[] };
    expect(streams).toEqual([{ width, height, nb_frames: '5' }]);
  }
});

const leavesNothing = () => expect(readdirSync(dir).filter((name) => name.startsWith('failed'))).toEqual([]);

describe('what fails', () => {
  const plan = planOf(['cut']);
  const segment = { index: 0, from: 0, to: 40 };
  const out = join(dir, 'failed.mp4');

  test('a picture that cannot be decoded is refused by name', async () => {
    const broken = join(dir, 'broken.jpg');
    const whole = await sharp(join(dir, '1.jpg')).toBuffer();
    execFileSync('tee', [broken], { input: whole.subarray(0, 3000), stdio: ['pipe', 'ignore', 'inherit'] });
    const rendered = studio.renderSegment({ plan, segment, pictures: [broken], out, cover: `${out}.jpg` }, job);
    await expect(rendered).rejects.toMatchObject({ kind: 'invalid', code: 'bad_picture' });
    leavesNothing();
  });

  test('a missing picture is an error', async () => {
    const missing = studio.renderSegment({ plan, segment, pictures: ['/none'], out, cover: `${out}.jpg` }, job);
    await expect(missing).rejects.toThrow(/ENOENT/);
    leavesNothing();
  });

  test('a place that nobody can write to is an error that says why', async () => {
    const nowhere = join(dir, 'none', 'x.mp4');
    const input = { plan, segment, pictures: [join(dir, '1.jpg')], out: nowhere, cover: `${nowhere}.jpg` };
    await expect(studio.renderSegment(input, job)).rejects.toThrow(/no such file/i);
    expect(existsSync(nowhere)).toBe(false);
  });

  test('music that is not there is an error', async () => {
    const silent = { ...plan, music: { id: 'none', fadeOut: 0 } };
    await expect(studio.renderSoundtrack({ plan: silent, out }, job)).rejects.toThrow(/none\.json/);
  });

  test('a good segment after a bad one is drawn', async () => {
    const good = join(dir, 'good.mp4');
    await studio.renderSegment({ plan, segment, pictures: [join(dir, '1.jpg')], out: good, cover: `${good}.jpg` }, job);
    expect(probe(good, 'stream=nb_frames')).toMatchObject({ streams: [{ nb_frames: '40' }] });
  });
});
