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

/** A client of the travel face with an account of its own, as the demo is one; makes films, or long pictures. */
export async function filmClient({ origin, until }: Platform, kind: 'movie' | 'photo' = 'movie') {
  const travel = new FaceClient(`${origin}/travel/`);
  const uname = `e2e${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
  const account = { uname, password: 'correct horse battery staple', no_captcha: true };
  await travel.post('user/register', { ...account, email: `${uname}@example.org` });
  await travel.post('user/login', account);

  const status = (movie: number) => travel.get<MovieStatus>(`${kind}/${movie}/status`);
  return {
    travel,
    uname,
    email: `${uname}@example.org`,
    status,
    /** A new work with so many photographs: the samples, over and over. */
    async fill(photographs: number): Promise<number> {
      const { work_id: movie } = await travel.get<{ work_id: number }>(`${kind}/new`);
      const names = (await readdir(samples)).filter((name) => name.endsWith('.jpg')).toSorted();
      for (let i = 0; i < photographs; i++) {
        const file = join(samples, names[i % names.length] ?? '');
        await travel.upload(`${kind}/${movie}/upload`, `${i}.jpg`, new Uint8Array(await readFile(file)));
      }
      return movie;
    },
    start: (movie: number) => travel.get(`${kind}/${movie}/start`),
    /** Waits for a detailed status at least as far as this one; fails with the work. */
    reach: (movie: number, stage: number) =>
      until(`${kind} ${movie} to reach ${stage}`, 120_000, async () => {
        const now = await status(movie);
        if (now.status < 0) throw new Error(`failed: ${now.error}`);
        return now.status_detail >= stage ? now : undefined;
      }),
  };
}
