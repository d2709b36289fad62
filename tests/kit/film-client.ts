import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FaceClient } from '#scripts/demo/client.ts';
import type { Platform } from './platform.ts';

export interface MovieStatus {
  status: number;
  status_detail: number;
  error: string | null;
  info: string | null;
}

const samples = 'assets/samples';

/** A client of the travel face with an account of its own, as the demo is one. */
export async function filmClient({ origin, until }: Platform) {
  const travel = new FaceClient(`${origin}/travel/`);
  const uname = `e2e${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
  const account = { uname, password: 'correct horse battery staple', no_captcha: true };
  await travel.post('user/register', { ...account, email: `${uname}@example.org` });
  await travel.post('user/login', account);

  const status = (movie: number) => travel.get<MovieStatus>(`movie/${movie}/status`);
  return {
    travel,
    status,
    /** A new work with so many of the sample photographs. */
    async fill(photographs: number): Promise<number> {
      const { work_id: movie } = await travel.get<{ work_id: number }>('movie/new');
      const names = (await readdir(samples)).filter((name) => name.endsWith('.jpg')).toSorted();
      for (const name of names.slice(0, photographs))
        await travel.upload(`movie/${movie}/upload`, name, new Uint8Array(await readFile(join(samples, name))));
      return movie;
    },
    start: (movie: number) => travel.get(`movie/${movie}/start`),
    /** Waits for a detailed status at least as far as this one; fails with the work. */
    reach: (movie: number, stage: number) =>
      until(`movie ${movie} to reach ${stage}`, 120_000, async () => {
        const now = await status(movie);
        if (now.status < 0) throw new Error(`failed: ${now.error}`);
        return now.status_detail >= stage ? now : undefined;
      }),
  };
}
