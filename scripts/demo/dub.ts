import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaceClient } from './client.ts';
import { progressBar } from './progress.ts';

interface Video {
  name: string;
  duration: number;
  roles: { role_id: number; name: string }[];
}

interface Task {
  state: 'ready' | 'running' | 'finished' | 'failed';
  msg: string;
}

const samples = 'assets/clips/1-teahouse';
const patience = 90; // s
const shares: Record<Task['state'], number> = { ready: 10, running: 50, finished: 100, failed: 100 };
const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

interface Line {
  start: number; // ms
  role_id?: number;
}

/** Speaks every line of the clip anew: the recordings that lie beside it, each where its line begins. */
async function upload(piaxi: FaceClient, works: number, video: number): Promise<void> {
  const { subtitle } = await piaxi.get<{ subtitle: Line[] }>(`videos/${video}/subtitle`);
  const voices = (await readdir(samples)).filter((name) => name.startsWith('voice-')).toSorted();
  for (const [i, { start, role_id: role }] of subtitle.entries()) {
    const voice = voices[i];
    if (voice === undefined || role === undefined) continue;
    const content = new Uint8Array(await readFile(join(samples, voice)));
    await piaxi.upload(`works/${works}/roles/${role}/voice?start=${start}`, voice, content);
  }
  console.log(`uploaded ${voices.length} recordings`);
}

/** The first clip and the first music; after a first start they are still being taken in. */
async function firstOfDemoSet(piaxi: FaceClient): Promise<{ video: number; bgm: number }> {
  for (let left = patience; left > 0; left--) {
    const { videos } = await piaxi.get<{ videos: { video_id: number }[] }>('videos');
    const { bgms } = await piaxi.get<{ bgms: { bgm_id: number }[] }>('bgms');
    if (videos[0] && bgms[0]) return { video: videos[0].video_id, bgm: bgms[0].bgm_id };
    if (left === patience) console.log('the demo clips are being taken in …');
    await sleep(1000);
  }
  throw new Error('There is no clip or no music: npm run clip -- demo adds some.');
}

async function waitForProduct(piaxi: FaceClient, works: number): Promise<void> {
  const bar = progressBar();
  for (;;) {
    const { tasks } = await piaxi.get<{ tasks: Task[] }>(`works/${works}/progress`);
    const { state, msg } = tasks[0] ?? { state: 'ready', msg: '' };
    bar.draw(shares[state], msg);
    if (state === 'finished' || state === 'failed') {
      bar.end();
      if (state === 'failed') throw new Error(`the dubbing failed: ${msg}`);
      return;
    }
    await sleep(300);
  }
}

/** The whole way of a dubbing as a mini program goes it: login, clip, recordings, music, render, download. */
export async function demoDub(options: { origin: string; uiUrl: string; out: string }): Promise<void> {
  const { origin, uiUrl } = options;
  const begun = Date.now();
  const piaxi = new FaceClient(`${origin}/piaxi/api/`);
  await piaxi.post('sessions', { code: `test-demo-${Date.now().toString(36)}` });
  const { video, bgm } = await firstOfDemoSet(piaxi);
  const clip = await piaxi.get<Video>(`videos/${video}`);
  console.log(`logged in; dubbing ${clip.name}: ${clip.roles.map(({ name }) => name).join(', ')}`);
  const { works_id: works } = await piaxi.post<{ works_id: number }>('works', { video_id: video });
  await upload(piaxi, works, video);
  const started = Date.now();
  const choices = { use_original_subtitle: true, bgm_id: bgm };
  await piaxi.post(`works/${works}/dubbing`, choices);
  await waitForProduct(piaxi, works);
  const out = resolve(options.out);
  await writeFile(out, await piaxi.download(`${origin}/piaxi/files/works/${works}/product.mp4`));
  console.log(`dubbing: ${out}`);
  console.log(`mixed in ${seconds(started)}, ${seconds(begun)} in all`);
  console.log(`run: ${uiUrl}/namespaces/ensemble/workflows/dubbing-render:${works}`);
}
