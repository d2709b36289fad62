import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSongStudio } from '#adapters/media/song-studio.ts';
import { hostilePictures } from './pictures.ts';
import { hostileSongs } from './songs.ts';
import { hostileSounds } from './sounds.ts';
import { setTraps } from './trap.ts';
import type { Hostile } from './traps.ts';

const trap = await setTraps();
const pictures = (await hostilePictures(trap.traps)).filter((_, i) => i % 8 === 0); // a picture is no song
const corpus = [...hostileSongs(trap.traps), ...hostileSounds(trap.traps), ...pictures];
const cases = corpus.map(({ name, content }): [name: string, content: Buffer] => [name.slice(0, 60), content]);
const { ingestSong } = createSongStudio({ ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' });
const { signal } = new AbortController();

afterAll(() => trap.close());

/** Everything but a song of five seconds is refused; and whatever was written tells nothing. */
test.each(cases)('%s is no song', async (_name, content) => {
  const dir = mkdtempSync(join(tmpdir(), 'ensemble-hostile-'));
  try {
    const source = join(dir, 'upload');
    writeFileSync(source, content satisfies Hostile['content']);
    const at = (name: string) => join(dir, name);
    const out = { peaks: at('peaks'), preview: at('preview'), watermarked: at('watermarked') };
    const ended = ingestSong({ source, out, seed: 'a' }, { signal });
    await expect(ended).rejects.toMatchObject({ kind: 'invalid', code: 'bad_song' });
    for (const name of readdirSync(dir)) if (name !== 'upload') expect(trap.leaks(readFileSync(at(name)))).toBe(false);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test('nothing was called', () => expect(trap.calls()).toBe(0));
