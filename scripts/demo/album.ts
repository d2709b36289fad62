import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaceClient } from './client.ts';
import { progressBar } from './progress.ts';

interface Status {
  status: number;
  status_msg: string;
  status_detail: number;
  error: string | null;
  info: string | null;
  progress: number;
  remaining_seconds: number | null;
}

/** What can be shown: where it lies in the face, and what it is called. */
interface Work {
  kind: 'movie' | 'photo';
  name: string;
  out: string;
}

export const works: Record<string, Work> = {
  film: { kind: 'movie', name: 'film', out: 'film.mp4' },
  longimage: { kind: 'photo', name: 'long picture', out: 'long.jpg' },
};

const samples = 'assets/samples';
const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Makes an account of the demo's own. The operator's token stands in for a person reading the captcha. */
async function enter(travel: FaceClient, operatorToken: string): Promise<void> {
  const uname = `demo-${Date.now().toString(36)}`;
  const account = { uname, password: crypto.randomUUID() };
  const asOperator = { authorization: `Bearer ${operatorToken}` };
  await travel.post('user/register', { ...account, email: `${uname}@example.org` }, asOperator);
  await travel.post('user/login', account, asOperator);
  console.log(`registered and logged in as ${uname}`);
}

async function uploadSamples(travel: FaceClient, work: string): Promise<void> {
  const names = (await readdir(samples)).filter((name) => name.endsWith('.jpg')).toSorted();
  for (const name of [...names, 'info.json'])
    await travel.upload(`${work}/upload`, name, new Uint8Array(await readFile(join(samples, name))));
  console.log(`uploaded ${names.length} photographs and info.json`);
}

async function waitFor(travel: FaceClient, work: string): Promise<Status> {
  const bar = progressBar();
  for (;;) {
    const now = await travel.get<Status>(`${work}/status`);
    const left = now.remaining_seconds === null ? '' : `, ${now.remaining_seconds} s left`;
    bar.draw(now.progress, `${now.status_msg}${left}`);
    if (now.status === 3 || now.status < 0) {
      bar.end();
      if (now.status < 0) throw new Error(`the work failed: ${now.error ?? now.status_msg}`);
      return now;
    }
    await sleep(500);
  }
}

/** The whole way of a work as a client goes it: account, upload, start, progress, download. */
export async function demoAlbum(
  { kind, name }: Work,
  options: { origin: string; uiUrl: string; operatorToken: string; out: string },
): Promise<void> {
  const { origin, uiUrl, operatorToken } = options;
  const begun = Date.now();
  const travel = new FaceClient(`${origin}/travel/`);
  await enter(travel, operatorToken);
  const { work_id: id } = await travel.get<{ work_id: number }>(`${kind}/new`);
  const work = `${kind}/${id}`;
  await uploadSamples(travel, work);
  const started = Date.now();
  await travel.get(`${work}/start`);
  const made = await waitFor(travel, work);
  const out = resolve(options.out);
  await writeFile(out, await travel.download(new URL(made.info ?? '', origin).href));
  console.log(`${name}: ${out}`);
  console.log(`rendered in ${seconds(started)}, ${seconds(begun)} in all`);
  console.log(`run: ${uiUrl}/namespaces/ensemble/workflows/${kind}-render:${id}`);
}
