import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createSongStudio } from '#adapters/media/song-studio.ts';
import type { SongStudio } from '#domain/ports/song-studio.ts';
import type { HeardSong } from '#domain/songs/song.plan.ts';

type Ingest = SongStudio['ingestSong'];
type Outputs = Parameters<Ingest>[0]['out'];

interface Hearing {
  facts: HeardSong;
  made: Map<keyof Outputs, Buffer>;
}

const kinds = ['peaks', 'preview', 'watermarked'] as const;
const studio = createSongStudio({ ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' });
const heard = new Map<string, Hearing>();

const keyOf = (content: Buffer, essenceStartMs: number): string =>
  `${createHash('sha256').update(content).digest('hex')} ${essenceStartMs}`;

/** The preview of a song, if it was ever heard from there. */
export const previewOf = (content: Buffer, essenceStartMs: number): Buffer | undefined =>
  heard.get(keyOf(content, essenceStartMs))?.made.get('preview');

/**
 * The real studio, which hears each song once a process: what it made then is given again, with the mark where the first
 * work had it. While it is out of order every hearing fails.
 */
export class SimulatedStudio implements SongStudio {
  isOutOfOrder = false;
  /** Works whose song could not be heard. */
  readonly unheard = new Set<string>();
  readonly #count: (fault: string) => void;

  constructor(count: (fault: string) => void) {
    this.#count = count;
  }

  ingestSong: Ingest = async (input, job) => {
    try {
      if (this.isOutOfOrder) this.#fail();
      return await this.#hear(input, job);
    } catch (error) {
      this.unheard.add(input.seed);
      throw error;
    }
  };

  #fail(): never {
    this.#count('studio out of order');
    throw new Error('the studio is out of order');
  }

  async #hear(...[input, job]: Parameters<Ingest>): Promise<HeardSong> {
    const { source, out, essenceStartMs = 0 } = input;
    const key = keyOf(await readFile(source), essenceStartMs);
    const known = heard.get(key);
    if (known) {
      for (const [kind, content] of known.made) await writeFile(out[kind], content);
      return known.facts;
    }
    const facts = await studio.ingestSong(input, job);
    const made = new Map<keyof Outputs, Buffer>();
    for (const kind of kinds) made.set(kind, await readFile(out[kind]));
    heard.set(key, { facts, made });
    return facts;
  }
}
