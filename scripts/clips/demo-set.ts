import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MusicPieceSchema } from '#domain/albums/template.ts';
import { root } from '../setup/host.ts';
import type { Ticketed } from './one-by-one.ts';

const ClipSchema = z.object({ name: z.string(), roles: z.array(z.string()) });

const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

/** What the platform begins with, in order: the drawn clips, then the music of the films. Each has a ticket of its own for good. */
export async function demoSet(): Promise<Ticketed[]> {
  const [clips, music] = [join(root, 'assets/clips'), join(root, 'assets/music')];
  const folders = (await readdir(clips)).filter((name) => /^\d/.test(name)).toSorted();
  const pieces = (await readdir(music)).filter((name) => name.endsWith('.json')).toSorted();
  const drawn = folders.map(async (folder) => {
    const at = (file: string) => join(clips, folder, file);
    const { name, roles } = ClipSchema.parse(await json(at('clip.json')));
    const shown = roles.map((role, i) => ({ name: role, picture: at(`role-${i + 1}.jpg`) }));
    const command = { verb: 'clip', video: at('clip.mp4'), subtitle: at('subtitle.srt'), roles: shown, name } as const;
    return { ticket: `demo-${folder}`, command };
  });
  const composed = pieces.map(async (description) => {
    const { id, title, file } = MusicPieceSchema.parse(await json(join(music, description)));
    return { ticket: `demo-${id}`, command: { verb: 'music', file: join(music, file), name: title } as const };
  });
  return Promise.all([...drawn, ...composed]);
}
