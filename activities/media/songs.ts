import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scratch } from '#domain/ports/scratch.ts';
import type { SongStudio } from '#domain/ports/song-studio.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { ingestedOf } from '#domain/songs/song-folder.ts';
import type { IngestSong, SongFacts } from '#domain/songs/song.plan.ts';
import { once, printOf } from './once.ts';

interface Deps {
  songStudio: SongStudio;
  storage: FileStorage;
  scratch: Scratch;
}

const version = 2; // of what is made: another one makes all of it anew

/** Runs on media workers: from the storage key of an upload to storage keys, leaving nothing behind on the local disk. */
export const createSongIngest = (deps: Deps) => ({
  /**
   * Hears a song once and leaves peaks, preview, marked copy and, last, the facts, named by all they depend on: a second run
   * finds them. Refuses `bad_song`, which another try does not mend.
   */
  async ingestSong({ workId, key, essenceStartMs = 0 }: IngestSong): Promise<SongFacts> {
    const { songStudio, storage } = deps;
    const made = ingestedOf(workId, printOf(version, key, essenceStartMs));
    await once(deps, made.facts, async (out, dir, job) => {
      const source = join(dir, 'upload');
      const at = { peaks: join(dir, 'peaks'), preview: join(dir, 'preview'), watermarked: join(dir, 'watermarked') };
      await storage.fetch(key, source);
      const heard = await songStudio.ingestSong({ source, out: at, seed: workId, essenceStartMs }, job);
      for (const name of ['peaks', 'preview', 'watermarked'] as const) {
        job.signal.throwIfAborted();
        await storage.putFile(made[name], at[name]);
      }
      const keys = { peaksKey: made.peaks, previewKey: made.preview, watermarkKey: made.watermarked };
      await writeFile(out, JSON.stringify({ ...heard, ...keys } satisfies SongFacts));
    });
    return JSON.parse((await storage.readAll(made.facts)).toString('utf8')) as SongFacts; // our own writing
  },
});
export type SongIngest = ReturnType<typeof createSongIngest>;
