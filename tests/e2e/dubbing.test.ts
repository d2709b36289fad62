import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaceClient } from '#scripts/demo/client.ts';
import { addSampleClip } from '#tests/kit/dubbing-platform.ts';
import { startPlatform, type Platform } from '#tests/kit/platform.ts';

interface Task {
  state: string;
  msg: string;
}

/** The real platform, with the stand-in of WeChat that it starts by itself. */
describe('a dubbing', () => {
  let platform: Platform;
  let piaxi: FaceClient;
  let video: number;
  beforeAll(async () => {
    platform = await startPlatform();
    await platform.ready();
    piaxi = new FaceClient(`${platform.origin}/piaxi/api/`);
    await piaxi.post('sessions', { code: `test-e2e-${Date.now()}` });
    video = await addSampleClip(platform);
  }, 300_000);
  afterAll(() => platform?.stop(), 120_000);

  const newWorks = async () => (await piaxi.post<{ works_id: number }>('works', { video_id: video })).works_id;

  /** Two seconds of a tone, sent as the mini programs send it: to its path, without a session. */
  async function record(works: number): Promise<number> {
    const sine = 'sine=frequency=440:duration=2';
    const tone = execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', sine, '-f', 'wav', '-']);
    const form = new FormData();
    form.set('voice', new Blob([new Uint8Array(tone)]), 'voice.wav');
    const path = `${platform.origin}/piaxi/files/works/${works}/voice.mp3`;
    return (await fetch(path, { method: 'POST', body: form })).status;
  }

  async function expectProduct(works: number): Promise<void> {
    const file = join(platform.folder, `product-${works}.mp4`);
    writeFileSync(file, await piaxi.download(`${platform.origin}/piaxi/files/works/${works}/product.mp4`));
    const probe = execFileSync('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      'stream=codec_type',
      '-of',
      'csv=p=0',
      file,
    ]);
    expect(String(probe).trim().split(/\s+/).toSorted()).toEqual(['audio', 'subtitle', 'video']);
  }

  test('goes from a clip and a recording to the product', async () => {
    const clip = await piaxi.get<{ duration: number; roles: unknown[] }>(`videos/${video}`);
    expect(clip).toMatchObject({ name: '茶馆问路', roles: [{ name: '掌柜' }, { name: '客人' }] });
    const works = await newWorks();
    expect(await record(works)).toBe(200);
    await piaxi.post(`works/${works}`, { use_original_subtitle: true });
    await expectProduct(works);
  }, 180_000);

  test('survives a killed media worker', async () => {
    const works = await newWorks();
    await record(works);
    platform.signal('media', 'SIGSTOP'); // it has the mix in hand, or cannot take it
    await piaxi.post(`works/${works}/dubbing`, { use_original_subtitle: true });
    await platform.kill('media');
    const state = async () => (await piaxi.get<{ tasks: Task[] }>(`works/${works}/progress`)).tasks[0]?.state;
    await platform.until('the product', 90_000, async () => ((await state()) === 'finished' ? true : undefined));
    await expectProduct(works);
  }, 180_000);
});
