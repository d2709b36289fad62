import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaceClient } from './client.ts';
import { progressBar } from './progress.ts';

interface MovieStatus {
  status: number;
  status_msg: string;
  status_detail: number;
  error: string | null;
  info: string | null;
  progress: number;
  remaining_seconds: number | null;
}

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

async function uploadSamples(travel: FaceClient, movie: number): Promise<void> {
  const names = (await readdir(samples)).filter((name) => name.endsWith('.jpg')).toSorted();
  for (const name of [...names, 'info.json'])
    await travel.upload(`movie/${movie}/upload`, name, new Uint8Array(await readFile(join(samples, name))));
  console.log(`uploaded ${names.length} photographs and info.json`);
}

async function waitForFilm(travel: FaceClient, movie: number): Promise<MovieStatus> {
  const bar = progressBar();
  for (;;) {
    const now = await travel.get<MovieStatus>(`movie/${movie}/status`);
    const left = now.remaining_seconds === null ? '' : `, ${now.remaining_seconds} s left`;
    bar.draw(now.progress, `${now.status_msg}${left}`);
    if (now.status === 3 || now.status < 0) {
      bar.end();
      if (now.status < 0) throw new Error(`the film failed: ${now.error ?? now.status_msg}`);
      return now;
    }
    await sleep(500);
  }
}

/** The whole way of a film as a client goes it: account, upload, start, progress, download. */
export async function demoFilm(options: {
  origin: string;
  uiUrl: string;
  operatorToken: string;
  out: string;
}): Promise<void> {
  const { origin, uiUrl, operatorToken } = options;
  const begun = Date.now();
  const travel = new FaceClient(`${origin}/travel/`);
  await enter(travel, operatorToken);
  const { work_id: movie } = await travel.get<{ work_id: number }>('movie/new');
  await uploadSamples(travel, movie);
  const started = Date.now();
  await travel.get(`movie/${movie}/start`);
  const film = await waitForFilm(travel, movie);
  const out = resolve(options.out);
  await writeFile(out, await travel.download(new URL(film.info ?? '', origin).href));
  console.log(`film: ${out}`);
  console.log(`rendered in ${seconds(started)}, ${seconds(begun)} in all`);
  console.log(`run: ${uiUrl}/namespaces/ensemble/workflows/movie-render:${movie}`);
}
